namespace Decent.Protocol.Frames
{
    /// <summary>Up to 24 records of a node's availability log, oldest first; kept by the sender until the instance has acknowledged them.</summary>
    public sealed class LogChunk
    {
        public const int RecordsMax = 24;
        private const int FixedBytes = Envelope.Bytes + 4;

        public readonly Envelope Envelope = new Envelope();

        /// <summary>Records in use.</summary>
        public int Count;

        /// <summary>Record i stands at 32 * i.</summary>
        public readonly byte[] Records = new byte[RecordsMax * RunRecord.Bytes];

        public int Write(byte[] buffer)
        {
            if (Count < 1 || Count > RecordsMax) return 0;
            ByteWriter w = Envelope.Write(buffer, FrameType.Log).U8(Count).Zeros(3).Bytes(Records, 0, Count * RunRecord.Bytes);
            return w.Failed ? 0 : w.Count;
        }

        public bool TryRead(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (!Envelope.Read(r) || Envelope.Type != FrameType.Log) return false;
            Count = r.U8();
            r.Skip(3);
            if (r.Failed || Count < 1 || Count > RecordsMax || r.Left < Count * RunRecord.Bytes) return false;
            System.Array.Copy(buffer, FixedBytes, Records, 0, Count * RunRecord.Bytes);
            return true;
        }
    }
}
