using System.Buffers.Binary;

namespace Decent.Edge.Tests.Images;

/// <summary>What a guest's disk was told, in order: a file in the format of the kernel's dm-log-writes, as QEMU's <c>blklogwrites</c> keeps it.</summary>
/// <remarks>
/// Little-endian. First sector: magic 8, version 8, entries 8, bytes of a sector 4. Each entry: sector 8, sectors 8, flags 8, bytes of data 8, filled up to a
/// sector; then the data, but for a discard. Source: the kernel's Documentation/admin-guide/device-mapper/log-writes.rst.
/// </remarks>
public sealed class BlockLog : IDisposable
{
    private const ulong Magic = 0x6a736677736872;
    private const int EntriesMax = 1_000_000;
    private const int WriteBytesMax = 64 << 20;
    private readonly FileStream _file;

    private BlockLog(FileStream file, IReadOnlyList<BlockWrite> writes) => (_file, Writes) = (file, writes);

    /// <summary>All entries, oldest first.</summary>
    public IReadOnlyList<BlockWrite> Writes { get; }

    /// <summary>How many entries there are so far, of a log that is being written.</summary>
    /// <exception cref="InvalidDataException">It is no such log.</exception>
    public static int Count(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return ReadHead(file).Entries;
    }

    /// <summary>Reads all of one that nobody writes any more.</summary>
    /// <exception cref="InvalidDataException">It is no such log, or ends within an entry.</exception>
    public static BlockLog Open(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            (int entries, int sector) = ReadHead(file);
            List<BlockWrite> writes = [];
            byte[] head = new byte[32];
            for (long at = sector; writes.Count < entries;)
            {
                file.Position = at;
                BlockWrite write = at + sector <= file.Length && file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
                    ? Parse(head, sector, at + sector)
                    : throw Short(writes.Count);
                at += sector + write.Stored;
                writes.Add(at <= file.Length ? write : throw Short(writes.Count));
            }

            return new BlockLog(file, writes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Places of all flushes from a place on.</summary>
    public List<int> Flushes(int from) => [.. Enumerable.Range(from, Writes.Count - from).Where(i => Writes[i].IsFlush)];

    /// <summary>Place of the first flush behind one, or the end of the log.</summary>
    public int NextFlush(int flush) =>
        Enumerable.Range(flush + 1, Writes.Count - flush - 1).FirstOrDefault(i => Writes[i].IsFlush, Writes.Count);

    /// <summary>Place of the last flush among so many entries.</summary>
    public int FlushBefore(int entries) => Enumerable.Range(0, entries).Last(i => Writes[i].IsFlush);

    /// <summary>Does a write, or a discard, to a part of the disk in memory; what lies outside of it is left out.</summary>
    /// <param name="write">One of <see cref="Writes"/>.</param>
    /// <param name="part">The part's bytes.</param>
    /// <param name="start">Where on the disk it begins.</param>
    public void Apply(BlockWrite write, Span<byte> part, long start)
    {
        long from = Math.Max(write.Offset, start), end = Math.Min(write.Offset + write.Length, start + part.Length);
        if (from >= end)
        {
            return;
        }

        Span<byte> target = part[(int)(from - start)..(int)(end - start)];
        if (write.IsDiscard)
        {
            target.Clear();
            return;
        }

        _file.Position = write.DataAt + (from - write.Offset);
        _file.ReadExactly(target);
    }

    public void Dispose() => _file.Dispose();

    private static InvalidDataException Short(int entry) => new($"Entry {entry} of the log ends behind the file.");

    private static (int Entries, int Sector) ReadHead(FileStream file)
    {
        byte[] head = new byte[28];
        // A short file has zeros for its magic, or its sector.
        file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ulong entries = BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(16));
        uint sector = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(24));
        return BinaryPrimitives.ReadUInt64LittleEndian(head) == Magic && BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(8)) == 1
            && entries <= EntriesMax && sector is 512 or 4096
            ? ((int)entries, (int)sector)
            : throw new InvalidDataException("This is no log of writes to a disk.");
    }

    private static BlockWrite Parse(ReadOnlySpan<byte> entry, int sector, long dataAt)
    {
        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(entry), sectors = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
        ulong flags = BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]);
        return first <= 1UL << 40 && sectors <= 1UL << 40 && ((flags & BlockWrite.Discard) != 0 || sectors * (ulong)sector <= WriteBytesMax)
            ? new BlockWrite((long)first * sector, (long)sectors * sector, flags, dataAt)
            : throw new InvalidDataException($"An entry at {dataAt - sector} of the log is none.");
    }
}
