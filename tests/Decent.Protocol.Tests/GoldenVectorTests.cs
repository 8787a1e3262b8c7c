using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;
using Decent.Protocol.Tests.Forms;

namespace Decent.Protocol.Tests;

public sealed class GoldenVectorTests
{
    public static TheoryData<string> Names => [.. WireDocument.Read.Vectors.Select(vector => vector.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_golden_vector_holds_in_both_directions(string name)
    {
        Vector vector = WireDocument.Read.Vector(name);
        if (RuleVectors.All.TryGetValue(vector.Kind, out Action<Vector>? rule))
        {
            rule(vector);
        }
        else
        {
            AssertMessage(MessageForms.Of(vector.Kind), vector);
        }

        Assert.Empty(vector.Fields.Unread);
    }

    [Fact]
    public void Each_message_type_form_and_rule_has_a_vector()
    {
        HashSet<string> kinds = [.. WireDocument.Read.Vectors.Select(vector => vector.Kind)];
        IEnumerable<string> types = Enum.GetNames<DatagramType>().Concat(Enum.GetNames<FrameType>()).Where(name => name != "None").Select(Kebab);
        Assert.Empty(types.Concat(MessageForms.All.Select(form => form.Kind)).Concat(RuleVectors.All.Keys).Except(kinds));
    }

    [Fact]
    public void Each_vector_has_a_name_of_its_own() =>
        Assert.Equal(WireDocument.Read.Vectors.Count, WireDocument.Read.Vectors.Select(vector => vector.ToString()).Distinct().Count());

    [Fact]
    public void The_ticket_is_signed_over_node_id_and_its_first_bytes_by_the_key_that_it_names()
    {
        Vector vector = WireDocument.Read.Vector("ticket");
        byte[] bytes = vector.Expected.Octets("bytes");
        byte[] publicKey = vector.Context.Octets("public-key");
        byte[] signed = new byte[8 + Ticket.SignedBytes];
        new ByteWriter(signed).U64(vector.Context.Number("node")).Bytes(bytes, 0, Ticket.SignedBytes);
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        Assert.True(key.VerifyData(signed, bytes.AsSpan(Ticket.SignedBytes), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Equal(vector.Fields.Number("key-id"), new ByteReader(SHA256.HashData(publicKey), 0, 4).U32());
    }

    [Fact]
    public void The_will_names_the_link_of_the_link_vector() =>
        Assert.Equal(WireDocument.Read.Vector("link").Fields.Number("link"), WireDocument.Read.Vector("will").Fields.Number("link"));

    [Theory]
    [InlineData("command prefetch")]
    [InlineData("command resize")]
    [InlineData("log-ack")]
    [InlineData("run-grant")]
    public void A_frame_to_a_node_is_sealed_over_every_byte(string name)
    {
        Vector vector = WireDocument.Read.Vector(name);
        byte[] key = vector.Context.Octets("node-key");
        byte[] frame = vector.Expected.Octets("bytes");
        byte[] again = [.. frame];
        DownSeal.Put(new Sha256Hmac(), key, again, again.Length);
        Assert.Equal(frame, again);
        Assert.True(DownSeal.IsGood(new Sha256Hmac(), key, frame, frame.Length));
        Assert.False(DownSeal.IsGood(new Sha256Hmac(), [.. key.Reverse()], frame, frame.Length));
        Assert.False(DownSeal.IsGood(new Sha256Hmac(), key, [.. frame, 0], frame.Length + 1));
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.False(DownSeal.IsGood(new Sha256Hmac(), key, frame, length));
        }

        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            byte[] flipped = [.. frame];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(DownSeal.IsGood(new Sha256Hmac(), key, flipped, flipped.Length));
        }
    }

    private static void AssertMessage(IMessageForm form, Vector vector)
    {
        byte[] buffer = new byte[2048];
        int count = form.Write(vector.Fields, buffer);
        vector.AssertBytes(buffer.AsSpan(0, count));
        FieldSet? read = form.Read(buffer, count);
        Assert.NotNull(read);
        Assert.Equal(vector.Fields.Values.OrderBy(field => field.Key), read.Values.OrderBy(field => field.Key));
    }

    private static string Kebab(string name) => Regex.Replace(name, "(?<!^)([A-Z])", "-$1").ToLowerInvariant();
}
