using Decent.Peer.BlockCache;
using Decent.Peer.Ports;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests;

/// <summary>The saved order of a cache, made by a cache whose files are those of the vector.</summary>
internal static class BlockOrderFile
{
    public static void AssertVector(Vector vector)
    {
        byte[] sequences = vector.Fields.Octets("sequences");
        byte[] places = vector.Fields.Octets("places");
        int segments = sequences.Length / 4;
        int count = places.Length / 2;
        byte[] bytes = new byte[OrderFile.Bytes(segments, count)];
        ByteWriter writer = new(bytes);
        writer.Bytes("DCO1"u8.ToArray(), 0, 4).U32((uint)vector.Fields.Number("sequence")).U32((uint)vector.Fields.Number("head"))
            .U16((int)vector.Fields.Number("head-records")).U16(count).U32((uint)vector.Fields.Number("writes-left")).U16(segments).U16(count)
            .Bytes(sequences, 0, sequences.Length).Bytes(places, 0, places.Length);
        writer.U32(Crc32.Of(bytes, 0, writer.Count));
        vector.AssertBytes(bytes);
        Assert.Equal(vector.Fields.Number("crc"), BitConverter.ToUInt32(bytes, bytes.Length - 4));
        AssertReadAndWritten(vector, bytes, segments, places);
    }

    // The files that the vector names, with a record at each place; the code reads the order, and writes the same again the second time.
    private static void AssertReadAndWritten(Vector vector, byte[] bytes, int segments, byte[] places)
    {
        MemoryFlash flash = new();
        int count = places.Length / 2;
        int area = OrderFile.Bytes(segments, count);
        flash.Files[OrderFile.FileName] = [.. new byte[(int)(vector.Fields.Number("sequence") & 1) * area], .. bytes];
        SegmentFiles files = new(flash, segments);
        HeldBlocks held = new(count, segments, new LruOrder(count));
        RecordDesk desk = new(files, new TableCrc());
        for (int i = 0; i < segments; i++)
        {
            uint sequence = BitConverter.ToUInt32(vector.Fields.Octets("sequences"), 4 * i);
            if (sequence == 0) continue;
            flash.Files[SegmentFiles.Name(i)] = Records(sequence, i);
            files.Open(i);
            files.Know(i, sequence);
        }

        OrderFile order = new(flash, files, held, desk.Buffer);
        order.Load(desk);
        Assert.Equal(vector.Fields.Number("head"), order.HeadSequence);
        Assert.Equal(vector.Fields.Number("head-records"), (ulong)order.HeadFill);
        Assert.Equal((count, (int)vector.Fields.Number("writes-left")), (held.Count, order.Budget));
        files.Resume(Enumerable.Range(0, segments).Single(i => files.Sequence(i) == order.HeadSequence), order.HeadFill);
        Assert.True(order.Save(order.Budget));
        Assert.True(order.Save(order.Budget));
        byte[] again = flash.Files[OrderFile.FileName].AsSpan((int)(vector.Fields.Number("sequence") & 1) * area, area).ToArray();
        Assert.Equal(vector.Fields.Number("sequence") + 2, BitConverter.ToUInt32(again, 4));
        Assert.Equal(bytes[8..^4], again[8..^4]);
    }

    private static byte[] Records(uint sequence, int file)
    {
        byte[] bytes = new byte[SegmentLayout.Offset(4)];
        byte[] header = new byte[BlockRecord.HeaderBytes];
        for (byte i = 0; i < 4; i++)
        {
            BlockRecord record = new() { Segment = sequence, Number = i };
            record.Tag[0] = (byte)((file * 4) + i);
            record.Write(header);
            header.CopyTo(bytes, SegmentLayout.Offset(i));
        }

        return bytes;
    }

    private sealed class TableCrc : ICrc
    {
        public uint Of(byte[] buffer, int offset, int count) => Crc32.Of(buffer, offset, count);
    }

    private sealed class MemoryFlash : IFlash
    {
        public Dictionary<string, byte[]> Files { get; } = [];

        public IFlashFile? Open(string name) => new MemoryFile(this, name);

        public bool Delete(string name) => Files.Remove(name) || true;
    }

    private sealed class MemoryFile(MemoryFlash flash, string name) : IFlashFile
    {
        public int Length => flash.Files[name].Length;

        public int Read(int position, byte[] buffer, int offset, int count)
        {
            int there = Math.Clamp(Length - position, 0, count);
            if (there > 0) Array.Copy(flash.Files[name], position, buffer, offset, there);
            return there;
        }

        public bool Write(int position, byte[] buffer, int offset, int count)
        {
            byte[] bytes = flash.Files[name];
            if (position + count > bytes.Length) Array.Resize(ref bytes, position + count);
            Array.Copy(buffer, offset, bytes, position, count);
            flash.Files[name] = bytes;
            return true;
        }

        public bool Close() => true;
    }
}
