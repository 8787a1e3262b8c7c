using Decent.Peer;

namespace Decent.Protocol.Tests;

public sealed class BoardRecordTests
{
    private static readonly byte[] Buffer = new byte[BoardRecord.BytesMax];

    public static TheoryData<BoardFault, Action<BoardRecord>> Wrong => new()
    {
        { BoardFault.Name, r => r.Name = "No Good" },
        { BoardFault.Secret, r => r.Secret = "" },
        { BoardFault.Secret, r => r.Secret = "a b" },
        { BoardFault.Secret, r => r.Secret = new string('s', 65) },
        { BoardFault.Secret, r => r.Secret = "s\u0141" },
        { BoardFault.Instance, r => r.Instance = "https://10.0.0.5" },
        { BoardFault.Instance, r => r.Instance = "http://" },
        { BoardFault.Instance, r => r.Instance = "http://" + new string('h', 194) },
        { BoardFault.Edge, r => r.Edge = "http://host/path" },
        { BoardFault.Edge, r => r.Edge = "http://host:" },
        { BoardFault.Edge, r => r.Edge = "http://host:65536" },
        { BoardFault.Broker, r => r.Broker = "10.0.0.5" },
        { BoardFault.Broker, r => r.Broker = "10.0.0.5:0" },
        { BoardFault.Broker, r => r.Broker = ":1883" },
        { BoardFault.Broker, r => r.Broker = "host:+1883" },
        { BoardFault.Board, r => r.Board = 0 },
        { BoardFault.Board, r => r.Board = 7 },
        { BoardFault.Partition, r => r.PartitionBytes = 65_535 },
        { BoardFault.Blocks, r => r.Blocks = 16_385 },
        { BoardFault.Admission, r => r.Admission = 3 },
        { BoardFault.Offered, r => r.OfferedBytesPerSecond = 4_999 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_field_is_named_and_neither_written_nor_read(BoardFault fault, Action<BoardRecord> spoil)
    {
        BoardRecord record = Good();
        spoil(record);
        Assert.Equal(fault, record.Fault());
        Assert.Equal(0, record.Write(new byte[BoardRecord.BytesMax]));
        Assert.NotEmpty(BoardFaultText.Of(fault));
    }

    [Fact]
    public void Each_fault_has_words_of_its_own()
    {
        List<string> words = [.. Enum.GetValues<BoardFault>().Select(BoardFaultText.Of)];
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.DoesNotContain("unknown fault", words);
    }

    [Fact]
    public void What_is_no_record_is_told_from_what_is_missing_damaged_or_of_another_version()
    {
        byte[] bytes = Bytes(Good());
        Assert.Equal(BoardFault.Missing, Read([]));
        Assert.Equal(BoardFault.NotARecord, Read([1, 2, 3]));
        Assert.Equal(BoardFault.NotARecord, Read(new byte[400]));
        Assert.Equal(BoardFault.NotARecord, Read(bytes[..^1]));
        Assert.Equal(BoardFault.Damaged, Read([.. bytes[..^1], (byte)~bytes[^1]]));
        Assert.Equal(BoardFault.Version, Read([.. bytes[..4], 2, .. bytes[5..]]));
    }

    [Fact]
    public void Fields_and_bytes_of_a_later_program_are_ignored()
    {
        byte[] bytes = Bytes(Good());
        byte[] longer = [.. bytes[..^4], 1, 2, 3, 4, 5, 0, 0, 0, 0];
        longer[6] += 5;
        new ByteWriter(Buffer).U32(Crc32.Of(longer, 0, longer.Length - 4));
        Array.Copy(Buffer, 0, longer, longer.Length - 4, 4);
        BoardRecord read = new();
        Assert.Equal(BoardFault.None, read.Read([.. longer, .. new byte[100]], longer.Length + 100));
        Assert.Equal(("node-a", "secret", "http://10.0.0.5:4970"), (read.Name, read.Secret, read.Instance));
    }

    [Fact]
    public void Mutants_whose_checksum_fits_are_refused_or_valid_and_never_throw()
    {
        const ulong seed = 20_261_121;
        Rng rng = new(seed);
        byte[] good = Bytes(Good());
        int valid = 0;
        for (int i = 0; i < 200_000; i++)
        {
            byte[] mutant = [.. good];
            for (int flips = rng.Below(4); flips >= 0; flips--) mutant[rng.Below(mutant.Length - 4)] = (byte)rng.Below(256);
            new ByteWriter(Buffer).U32(Crc32.Of(mutant, 0, mutant.Length - 4));
            Array.Copy(Buffer, 0, mutant, mutant.Length - 4, 4);
            BoardRecord read = new();
            if (read.Read(mutant, mutant.Length) != BoardFault.None) continue;
            Assert.True(read.Write(new byte[BoardRecord.BytesMax]) > 0, $"seed {seed}, mutant {i}");
            valid++;
        }

        Assert.InRange(valid, 1_000, 199_000);
    }

    [Fact]
    public void The_longest_record_fits()
    {
        BoardRecord record = Good();
        record.Name = new string('n', 32);
        record.Secret = new string('s', 64);
        record.Instance = "http://" + new string('h', 193);
        record.Edge = record.Instance;
        record.Broker = new string('b', 195) + ":1883";
        Assert.Equal(778, Bytes(record).Length);
    }

    private static BoardRecord Good() => new() { Name = "node-a", Secret = "secret", Instance = "http://10.0.0.5:4970" };

    private static byte[] Bytes(BoardRecord record)
    {
        byte[] buffer = new byte[BoardRecord.BytesMax];
        return buffer[..record.Write(buffer)];
    }

    private static BoardFault Read(byte[] bytes) => new BoardRecord().Read(bytes, bytes.Length);
}
