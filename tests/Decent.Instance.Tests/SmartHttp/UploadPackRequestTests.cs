using Decent.Instance.SmartHttp;
using Decent.Peer;

namespace Decent.Instance.Tests.SmartHttp;

public sealed class UploadPackRequestTests
{
    private const string Oid = "0123456789012345678901234567890123456789";

    private static readonly string[] Names =
    [
        "command=ls-refs\n", "agent=git/2.39.5", "object-format=sha1", "0001", "peel\n", "symrefs\n", "unborn\n", "ref-prefix HEAD\n",
        "ref-prefix refs/heads/r/a\n", "0000",
    ];

    private static readonly string[] Pack =
    [
        "command=fetch", "agent=git/2.39.5", "object-format=sha1", "server-option=narrow", "0001", "thin-pack", $"want {Oid}\n",
        $"have {Oid}\n", "done\n", "0000",
    ];

    private static readonly string[] Old =
        [$"want {Oid} multi_ack_detailed side-band-64k\n", $"want {Oid}\n", "0000", $"have {Oid}\n", "done\n"];

    [Fact]
    public void A_request_for_names_is_understood()
    {
        var (fault, request) = Read(2, Names);
        Assert.Equal((RequestFault.None, UploadPackCommand.LsRefs), (fault, request.Command));
        Assert.True(request.LsRefs is { Peel: true, Symrefs: true, Unborn: true });
        Assert.Equal(["HEAD"u8.ToArray(), "refs/heads/r/a"u8.ToArray()], request.LsRefs.Prefixes);
        Assert.False(request.Narrow);
    }

    [Fact]
    public void A_request_for_a_pack_is_understood_in_each_version()
    {
        var (fault, request) = Read(2, Pack);
        Assert.Equal((RequestFault.None, UploadPackCommand.Fetch), (fault, request.Command));
        Assert.True(request.Narrow);
        (fault, request) = Read(0, Old);
        Assert.Equal((RequestFault.None, UploadPackCommand.Old), (fault, request.Command));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_lone_flush_asks_for_nothing(int version)
    {
        Assert.Equal(UploadPackCommand.None, Read(version, "0000").Request.Command);
        Assert.Equal(RequestFault.None, Read(version, "0000").Fault);
        Assert.Equal(RequestFault.None, Read(version).Fault);
    }

    [Theory]
    [InlineData("0001")]
    [InlineData("agent=x", "0000")]
    [InlineData("agent=x", "0001", "0000")]
    [InlineData("command=push", "0000")]
    [InlineData("command=object-info", "0001", "size", "0000")]
    [InlineData("command=ls-refs", "command=fetch", "0000")]
    [InlineData("command=ls-refs", "session-id=1", "0000")]
    [InlineData("command=ls-refs", "object-format=sha256", "0000")]
    [InlineData("command=ls-refs", "0001", "0001", "0000")]
    [InlineData("command=ls-refs", "0001", "size", "0000")]
    [InlineData("command=ls-refs", "0001", "peel")]
    [InlineData("command=ls-refs", "0000", "0000")]
    [InlineData("command=fetch", "0001", "done", "0000", "want")]
    [InlineData("want " + Oid, "0000", "done")]
    public void What_protocol_2_does_not_have_is_malformed(params string[] lines)
    {
        var (fault, request) = Read(2, lines);
        Assert.Equal(RequestFault.Malformed, fault);
        Assert.NotEqual("", request.Rule);
    }

    [Fact]
    public void A_request_that_ends_early_is_malformed_wherever_it_ends()
    {
        foreach (var (version, lines) in ((int, string[])[])[(2, Names), (2, Pack)])
        {
            var bytes = PktText.Bytes(lines);
            for (var length = 1; length < bytes.Length; length++)
                Assert.Equal(RequestFault.Malformed, Read(version, bytes[..length]).Fault);
        }
    }

    [Fact]
    public void Lines_wants_and_haves_are_bounded_to_the_last_one()
    {
        var options = new SmartHttpOptions { LinesMax = 100, WantsMax = 2, HavesMax = 2 };
        string[] head = ["command=fetch", "0001"];
        Assert.Equal(RequestFault.None, Read(2, options, [.. head, .. Repeat("want " + Oid, 2), .. Repeat("have " + Oid, 2), "0000"]).Fault);
        Assert.Equal(RequestFault.TooMany, Read(2, options, [.. head, .. Repeat("want " + Oid, 3), "0000"]).Fault);
        Assert.Equal(RequestFault.TooMany, Read(2, options, [.. head, .. Repeat("have " + Oid, 3), "0000"]).Fault);
        Assert.Equal(RequestFault.TooMany, Read(0, options, [.. Repeat("want " + Oid, 3), "0000"]).Fault);
        Assert.Equal(RequestFault.None, Read(2, options, [.. head, .. Repeat("shallow " + Oid, 97), "0000"]).Fault);
        var (fault, request) = Read(2, options, [.. head, .. Repeat("shallow " + Oid, 98), "0000"]);
        Assert.Equal(RequestFault.TooMany, fault);
        Assert.Contains("at most 100 lines", request.Rule);
    }

    [Fact]
    public void As_many_prefixes_as_git_heeds_are_kept_and_with_one_more_none()
    {
        string[] head = ["command=ls-refs", "0001"];
        var (_, request) = Read(2, [.. head, .. Repeat("ref-prefix a", LsRefs.PrefixesMax), "0000"]);
        Assert.Equal(LsRefs.PrefixesMax, request.LsRefs.Prefixes.Count);
        (_, request) = Read(2, [.. head, .. Repeat("ref-prefix a", LsRefs.PrefixesMax + 1), "0000"]);
        Assert.Empty(request.LsRefs.Prefixes);
        (_, request) = Read(2, [.. head, .. Repeat("ref-prefix " + new string('a', 65_000), 65), "0000"]);
        Assert.Empty(request.LsRefs.Prefixes);
        Assert.True(request.LsRefs.Matches("refs/heads/r/x"u8));
    }

    [Fact]
    public void Names_are_asked_for_again_in_the_same_words()
    {
        var (_, request) = Read(2, Names);
        using var written = new MemoryStream();
        Assert.True(request.LsRefs.WriteAsync(written, Some.Ct).IsCompletedSuccessfully);
        var (fault, again) = Read(2, written.ToArray());
        Assert.Equal((RequestFault.None, UploadPackCommand.LsRefs), (fault, again.Command));
        Assert.True(again.LsRefs is { Peel: true, Symrefs: true, Unborn: true });
        Assert.Equal(request.LsRefs.Prefixes, again.LsRefs.Prefixes);
    }

    [Fact]
    public void Mutated_requests_never_throw_and_end_in_an_answer()
    {
        for (uint seed = 1; seed <= 3000; seed++)
        {
            var rng = new Rng(seed);
            var version = rng.Below(3);
            var bytes = PktText.Bytes(((string[][])[Names, Pack, Old])[rng.Below(3)]);
            for (var i = rng.Below(6); i > 0; i--)
                bytes[rng.Below(bytes.Length)] = (byte)rng.Below(256);
            var request = new UploadPackRequest(version == 2, new SmartHttpOptions());
            var fault = RequestFault.None;
            for (var at = 0; at < bytes.Length && fault == RequestFault.None;)
            {
                var length = Math.Min(1 + rng.Below(50), bytes.Length - at);
                fault = request.Take(bytes.AsSpan(at, length));
                at += length;
            }
            fault = fault == RequestFault.None ? request.End() : fault;
            Assert.True(fault is RequestFault.None or RequestFault.Malformed, $"seed {seed}: {fault}");
            Assert.True((fault == RequestFault.None) == (request.Rule == ""), $"seed {seed}: {fault}, '{request.Rule}'");
        }
    }

    private static IEnumerable<string> Repeat(string line, int count) => Enumerable.Repeat(line, count);

    private static (RequestFault Fault, UploadPackRequest Request) Read(int version, params string[] lines) =>
        Read(version, new SmartHttpOptions(), lines);

    private static (RequestFault Fault, UploadPackRequest Request) Read(int version, SmartHttpOptions options, string[] lines) =>
        Read(version, options, PktText.Bytes(lines));

    private static (RequestFault Fault, UploadPackRequest Request) Read(int version, byte[] bytes) => Read(version, new SmartHttpOptions(), bytes);

    private static (RequestFault Fault, UploadPackRequest Request) Read(int version, SmartHttpOptions options, byte[] bytes)
    {
        var request = new UploadPackRequest(version == 2, options);
        var fault = request.Take(bytes);
        return (fault == RequestFault.None ? request.End() : fault, request);
    }
}
