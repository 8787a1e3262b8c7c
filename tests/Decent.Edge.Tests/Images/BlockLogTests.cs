using System.Buffers.Binary;
using Decent.Peer;

namespace Decent.Edge.Tests.Images;

/// <summary>The reader of a disk's log, on logs written by hand.</summary>
public sealed class BlockLogTests : IDisposable
{
    private const int Sector = 512;
    private const ulong Flush = 1;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_are_applied_to_the_part_of_the_disk_that_they_touch()
    {
        byte[] two = Some.Noise(2 * Sector, 1), one = Some.Noise(Sector, 2);
        string path = _folder.Put("log", Log((3, two, 0, 2), (0, [], Flush, 0), (5, one, 0, 1), (4, [], BlockWrite.Discard, 1)));
        Assert.Equal(4, BlockLog.Count(path));
        using BlockLog log = BlockLog.Open(path);
        Assert.Equal([false, true, false, false], log.Writes.Select(write => write.IsFlush));

        // Sectors 4 and 5 of the disk: the first write reaches into them, the second has one whole.
        byte[] part = new byte[2 * Sector];
        log.Apply(log.Writes[0], part, 4 * Sector);
        log.Apply(log.Writes[1], part, 4 * Sector);
        log.Apply(log.Writes[2], part, 4 * Sector);
        Assert.Equal([.. two[Sector..], .. one], part);
        log.Apply(log.Writes[3], part, 4 * Sector);
        Assert.Equal([.. new byte[Sector], .. one], part);
    }

    [Fact]
    public void What_is_no_log_or_ends_too_early_is_refused_whatever_its_bytes_say()
    {
        byte[] whole = Log((3, Some.Noise(2 * Sector, 1), 0, 2), (0, [], Flush, 0));
        for (int length = 0; length < whole.Length; length += 100)
        {
            Assert.Throws<InvalidDataException>(() => BlockLog.Open(_folder.Put("log", whole[..length])));
        }

        Rng rng = new(20261128);
        for (int i = 0; i < 500; i++)
        {
            byte[] mutated = [.. whole];
            mutated[rng.Below(2) == 0 ? rng.Below(32) : Sector + rng.Below(32)] = (byte)rng.Next();
            try
            {
                BlockLog.Open(_folder.Put("log", mutated)).Dispose();
            }
            catch (InvalidDataException)
            {
                // Refused; any other exception fails the test.
            }
        }
    }

    private static byte[] Log(params (ulong At, byte[] Data, ulong Flags, ulong Sectors)[] entries)
    {
        List<byte> log = [.. Head(0x6a736677736872, 1, (ulong)entries.Length, Sector)];
        foreach ((ulong at, byte[] data, ulong flags, ulong sectors) in entries)
        {
            log.AddRange(Head(at, sectors, flags, (ulong)data.Length));
            log.AddRange(data);
        }

        return [.. log];
    }

    private static byte[] Head(params ulong[] values)
    {
        byte[] sector = new byte[Sector];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(sector.AsSpan(8 * i), values[i]);
        }

        return sector;
    }
}
