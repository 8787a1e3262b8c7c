using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Identity;
using Decent.Mqtt;

namespace Decent.Instance.Tests.Enrolment;

/// <summary>A node without credentials asks, an operator approves, the node connects.</summary>
public sealed class ApprovalTests : IDisposable
{
    private readonly ECDiffieHellman _own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _own.Dispose();

    [Fact]
    public async Task A_node_that_introduced_itself_shows_the_code_that_is_listed_and_joins_once_approved()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var (status, waits) = await AskAsync(daemon, "kitchen-pi");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Null(waits!.Sealed);
        Assert.True(HeadKey.TryParse(waits.InstanceKey, out var instance));
        var code = EnrolmentCode.Of("kitchen-pi", Key(_own), instance);
        Assert.StartsWith($"kitchen-pi\twaiting {code}\tedge\t127.0.0.1\t", (await daemon.CliAsync("nodes")).Out);
        var approved = await daemon.CliAsync("nodes", "approve", "kitchen-pi");
        Assert.Contains(code, approved.Out);
        var (then, answer) = await AskAsync(daemon, "kitchen-pi");
        Assert.Equal(HttpStatusCode.OK, then);
        var bytes = Base64Url.DecodeFromChars(answer!.Sealed);
        Assert.True(instance.Verifies(EnrolmentSeal.Signed(bytes), Base64Url.DecodeFromChars(answer.Signature)));
        Assert.True(EnrolmentSeal.TryOpen(_own, instance, bytes, out var plain));
        using var credentials = JsonDocument.Parse(plain);
        await using var node = await TestNode.ConnectAsync(credentials.RootElement);
        Assert.Equal(MqttPublishResult.Sent, await node.BirthAsync());
        Assert.DoesNotContain("waiting", (await daemon.CliAsync("nodes")).Out);
    }

    [Fact]
    public async Task Of_two_that_want_one_name_the_code_says_which_is_meant()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var rival = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var (_, waits) = await AskAsync(daemon, "kitchen-pi");
        await AskAsync(daemon, "kitchen-pi", rival);
        Assert.True(HeadKey.TryParse(waits!.InstanceKey, out var instance));
        var code = EnrolmentCode.Of("kitchen-pi", Key(_own), instance);
        Assert.Contains("2 nodes wait as kitchen-pi", (await daemon.CliAsync("nodes", "approve", "kitchen-pi")).Error);
        Assert.Contains("not 00000-00000", (await daemon.CliAsync("nodes", "approve", "kitchen-pi", "00000-00000")).Error);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("nodes", "approve", "kitchen-pi", code)).Exit);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(daemon, "kitchen-pi")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(daemon, "kitchen-pi", rival)).Status);
    }

    [Fact]
    public async Task Names_that_are_taken_and_questions_that_are_none_are_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "kitchen-pi");
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(daemon, "kitchen-pi")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(daemon, "K")).Status);
        foreach (var body in (string[])["", "{", "[]", "null", """{"name":null,"kind":"edge","key":""}""", """{"name":"hall-pi","kind":"edge","key":"AAAA"}""",
            $$"""{"name":"{{new string('a', 2000)}}","kind":"edge","key":""}"""])
        {
            using var answer = await daemon.Http.PostAsync("/api/v1/enrol", new StringContent(body, Encoding.UTF8, "application/json"), Some.Ct);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        Assert.Contains("No node hall-pi waits", (await daemon.CliAsync("nodes", "approve", "hall-pi")).Error);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_told_when_to_come_back()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(daemon, $"node-{i}")).Status);
        using var answer = await daemon.Http.PostAsync("/api/v1/enrol", Body("node-4", _own), Some.Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private async Task<(HttpStatusCode Status, EnrolmentAnswer? Answer)> AskAsync(TestDaemon daemon, string name, ECDiffieHellman? key = null)
    {
        using var answer = await daemon.Http.PostAsync("/api/v1/enrol", Body(name, key ?? _own), Some.Ct);
        var text = await answer.Content.ReadAsStringAsync(Some.Ct);
        return (answer.StatusCode, (int)answer.StatusCode < 300 ? JsonSerializer.Deserialize(text, EnrolmentJson.Default.EnrolmentAnswer) : null);
    }

    private static StringContent Body(string name, ECDiffieHellman key) => new(
        JsonSerializer.Serialize(new EnrolmentAsk { Name = name, Kind = "edge", Key = Key(key).Text }, EnrolmentJson.Default.EnrolmentAsk),
        Encoding.UTF8, "application/json");

    private static HeadKey Key(ECDiffieHellman key) => HeadKey.TryRead(key.ExportSubjectPublicKeyInfo(), out var read)
        ? read
        : throw new InvalidOperationException("No P-256 key.");
}
