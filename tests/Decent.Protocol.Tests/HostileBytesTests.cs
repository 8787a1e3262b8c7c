using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;
using Decent.Protocol.Tests.Forms;

namespace Decent.Protocol.Tests;

public sealed class HostileBytesTests
{
    private const int MutantsPerKind = 100_000;
    private readonly byte[] _scratch = new byte[2048];

    public static TheoryData<string> Kinds => MessageForms.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_from_seeded_values_is_read_back(string kind)
    {
        IMessageForm form = MessageForms.Of(kind);
        for (ulong seed = 1; seed <= 1_000; seed++)
        {
            FieldSet fields = form.Some(new Rng(seed));
            int count = form.Write(fields, _scratch);
            FieldSet? read = form.Read(_scratch[..count], count);
            Assert.True(read != null, $"seed {seed}");
            Assert.Equal(fields.Values.OrderBy(field => field.Key), read.Values.OrderBy(field => field.Key));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_cut_at_any_length_is_refused(string kind)
    {
        IMessageForm form = MessageForms.Of(kind);
        foreach (byte[] message in Golden(kind))
        {
            for (int count = 0; count < message.Length; count++)
            {
                // The longer HAVE begins like the shorter one: its length is what tells them apart.
                bool isShorterHave = kind == "have" && count == Have.ResourceBytes;
                Assert.Equal(isShorterHave, form.Read(message[..count], count) != null);
                Assert.Equal(isShorterHave, form.Read(message, count) != null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_byte_more_is_refused_in_a_datagram_and_ignored_in_a_frame(string kind)
    {
        IMessageForm form = MessageForms.Of(kind);
        foreach (byte[] message in Golden(kind))
        {
            byte[] longer = [.. message, 0xA5];
            FieldSet? read = form.Read(longer, longer.Length);
            Assert.Equal(form.TakesTail, read != null);
            Assert.Null(Reading.Fault(form, longer, longer.Length, _scratch));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_count_outside_the_buffer_is_refused(string kind)
    {
        IMessageForm form = MessageForms.Of(kind);
        foreach (byte[] message in Golden(kind))
        {
            foreach (int count in new[] { -1, int.MinValue, message.Length + 1, int.MaxValue })
            {
                Assert.Null(form.Read(message, count));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_flipped_bit_is_refused_or_kept(string kind)
    {
        IMessageForm form = MessageForms.Of(kind);
        foreach (byte[] message in Golden(kind))
        {
            for (int bit = 0; bit < message.Length * 8; bit++)
            {
                byte[] flipped = [.. message];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                string? fault = Reading.Fault(form, flipped, flipped.Length, _scratch);
                Assert.True(fault == null, $"bit {bit}: {fault}");
                bool isChecked = kind is "run-record" or "block-record" or "board-record";
                Assert.False(isChecked && form.Read(flipped, flipped.Length) != null, $"bit {bit} passed the checksum");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mutated_messages_are_refused_or_kept(string kind)
    {
        IMessageForm form = MessageForms.Of(kind);
        List<byte[]> golden = Golden(kind);
        Rng rng = new(20_260_101);
        Mutation mutation = new(rng);
        int refused = 0;
        for (int i = 0; i < MutantsPerKind; i++)
        {
            (byte[] buffer, int count) = mutation.Of(golden[rng.Below(golden.Count)]);
            if (kind == "run-record" && i % 2 == 0)
            {
                // A checksum that fits, or the fields behind it would hardly ever be reached.
                new ByteWriter(_scratch).U32(Crc32.Of(buffer, 0, RunRecord.Bytes - 4));
                Array.Copy(_scratch, 0, buffer, RunRecord.Bytes - 4, 4);
            }

            string? fault = Reading.Fault(form, buffer, count, _scratch);
            Assert.True(fault == null, $"mutant {i}: {fault}: {Convert.ToHexStringLower(buffer, 0, count)}");
            refused += form.Read(buffer, count) == null ? 1 : 0;
        }

        Assert.InRange(refused, MutantsPerKind / 100, MutantsPerKind - (MutantsPerKind / 1000));
    }

    [Fact]
    public void Noise_is_no_datagram_no_envelope_and_no_topic()
    {
        Rng rng = new(7);
        for (int i = 0; i < MutantsPerKind; i++)
        {
            byte[] noise = Some.Bytes(rng, rng.Below(64));
            bool isOurs = noise.Length >= Header.Bytes && noise[0] == 'D' && noise[1] == 'C' && noise[2] == 1 && noise[3] is >= 1 and <= 5;
            Assert.Equal(isOurs, Header.TypeOf(noise, noise.Length) != DatagramType.None);
            Assert.Equal(noise.Length >= Envelope.Bytes && noise[0] == 1, new Envelope().TryRead(noise, noise.Length));
            Assert.False(Topics.TryReadUp(string.Concat(noise.Select(b => (char)b)), out _, out _, out _));
        }
    }

    private List<byte[]> Golden(string kind) =>
        [.. WireDocument.Read.Vectors.Where(vector => vector.Kind == kind).Select(vector => _scratch[..MessageForms.Of(kind).Write(vector.Fields, _scratch)])];
}
