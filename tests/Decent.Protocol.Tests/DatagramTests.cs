using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;
using Decent.Protocol.Tests.Forms;

namespace Decent.Protocol.Tests;

public sealed class DatagramTests
{
    public static TheoryData<string> Kinds => ["want-resource", "want-blocks", "have", "get", "data"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_datagram_is_read_as_its_own_type_alone(string kind)
    {
        byte[] bytes = Bytes(kind);
        foreach (IMessageForm form in MessageForms.All.Where(form => Kinds.Any(row => row.Data == form.Kind)))
        {
            Assert.Equal(form.Kind == kind, form.Read(bytes, bytes.Length) != null);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Another_version_is_no_datagram(string kind)
    {
        byte[] bytes = Bytes(kind);
        for (int version = 0; version < 256; version++)
        {
            bytes[2] = (byte)version;
            Assert.Equal(version == Limits.WireVersion, Header.TypeOf(bytes, bytes.Length) != DatagramType.None);
        }
    }

    [Fact]
    public void Nothing_above_the_largest_datagram_is_one()
    {
        byte[] bytes = new byte[Limits.DatagramBytesMax + 1];
        Bytes("want-resource").CopyTo(bytes, 0);
        Assert.Equal(DatagramType.WantResource, Header.TypeOf(bytes, Limits.DatagramBytesMax));
        Assert.Equal(DatagramType.None, Header.TypeOf(bytes, Limits.DatagramBytesMax + 1));
    }

    [Fact]
    public void No_answer_is_larger_than_its_question()
    {
        Assert.True(Have.ResourceBytes <= WantResource.Bytes);
        Assert.True(Have.BlocksBytes <= Limits.WantBytesMin);
    }

    [Fact]
    public void A_whole_block_is_its_largest_chunks() => Assert.Equal(Limits.BlockBytesMax, Limits.ChunksMax * Limits.ChunkBytesMax);

    [Theory]
    [InlineData(-1, 80)]
    [InlineData(1, 80)]
    [InlineData(0, 79)]
    [InlineData(0, 81)]
    [InlineData(int.MaxValue, 80)]
    public void A_ticket_outside_its_bytes_is_refused(int offset, int count) => Assert.False(new Ticket().TryRead(new byte[80], offset, count));

    private static byte[] Bytes(string kind)
    {
        byte[] buffer = new byte[2048];
        return buffer[..MessageForms.Of(kind).Write(WireDocument.Read.Vectors.First(vector => vector.Kind == kind).Fields, buffer)];
    }
}
