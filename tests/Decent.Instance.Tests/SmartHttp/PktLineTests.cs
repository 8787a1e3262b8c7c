using System.Text;
using Decent.Instance.SmartHttp;
using Decent.Peer;

namespace Decent.Instance.Tests.SmartHttp;

public sealed class PktLineTests
{
    [Fact]
    public void Lines_are_written_as_the_documentation_shows()
    {
        // The examples of gitprotocol-common(5).
        Assert.Equal("0006a\n", Encoding.ASCII.GetString(PktText.Bytes("a\n")));
        Assert.Equal("0005a", Encoding.ASCII.GetString(PktText.Bytes("a")));
        Assert.Equal("000bfoobar\n", Encoding.ASCII.GetString(PktText.Bytes("foobar\n")));
        Assert.Equal("0004", Encoding.ASCII.GetString(PktText.Bytes("")));
        Assert.Equal("0007\u00fcx", Encoding.UTF8.GetString(PktText.Bytes("üx")));
        Assert.Equal("00000001", Encoding.ASCII.GetString(PktText.Bytes("0000", "0001")));
    }

    [Fact]
    public void What_was_written_is_read_in_pieces_of_any_size()
    {
        string[] lines = ["command=fetch", "0001", "", new string('x', PktLine.PayloadBytesMax), "done\n", "0000"];
        var bytes = PktText.Bytes(lines);
        Assert.Equal(lines, PktText.Lines(bytes));
        for (var piece = 1; piece < 40; piece++)
            Assert.Equal(lines, InPieces(bytes, _ => piece));
    }

    [Theory]
    [InlineData("0002")]
    [InlineData("0003")]
    [InlineData("fff1")]
    [InlineData("ffff")]
    [InlineData("00g0")]
    [InlineData("-001")]
    [InlineData(" 001")]
    [InlineData("+00a")]
    [InlineData("0x1f")]
    public void What_is_no_length_is_malformed_and_stays_so(string digits)
    {
        var reader = new PktLineReader();
        ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes(digits + "0000");
        Assert.Equal(PktKind.Malformed, reader.Read(ref bytes));
        Assert.Equal(PktKind.Malformed, reader.Read(ref bytes));
        Assert.False(reader.IsBetweenLines);
    }

    [Fact]
    public void Digits_may_be_of_either_case() => Assert.Equal(["0123456"], PktText.Lines("000B0123456"u8));

    [Fact]
    public void The_end_within_a_line_is_seen()
    {
        var reader = new PktLineReader();
        var bytes = "0009done\n0000"u8;
        for (var length = 0; length <= bytes.Length; length++)
        {
            reader = new PktLineReader();
            var rest = bytes[..length];
            while (rest.Length > 0)
                reader.Read(ref rest);
            Assert.Equal(length is 0 or 9 or 13, reader.IsBetweenLines);
        }
    }

    [Fact]
    public void Random_bytes_read_the_same_in_any_pieces_and_never_throw()
    {
        for (uint seed = 1; seed <= 2000; seed++)
        {
            var rng = new Rng(seed);
            var bytes = PktText.Bytes("want 0123456789", "0001", "have", "0000");
            for (var i = rng.Below(4); i >= 0; i--)
                bytes[rng.Below(bytes.Length)] = (byte)rng.Below(256);
            var whole = PktText.Lines(bytes);
            var pieces = InPieces(bytes, _ => 1 + rng.Below(7));
            Assert.True(whole.SequenceEqual(pieces), $"seed {seed}: {string.Join('|', whole)} and {string.Join('|', pieces)}");
        }
    }

    private static List<string> InPieces(byte[] bytes, Func<int, int> piece)
    {
        var reader = new PktLineReader();
        var lines = new List<string>();
        var last = PktKind.Flush;
        for (var at = 0; at < bytes.Length && last != PktKind.Malformed;)
        {
            var length = Math.Min(piece(at), bytes.Length - at);
            ReadOnlySpan<byte> rest = bytes.AsSpan(at, length);
            at += length;
            while (rest.Length > 0 && last != PktKind.Malformed)
            {
                last = reader.Read(ref rest);
                if (last != PktKind.Unfinished)
                    lines.Add(PktText.Of(last, reader));
            }
        }
        if (last == PktKind.Unfinished)
            lines.Add("Unfinished");
        return lines;
    }
}
