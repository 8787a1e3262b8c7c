using Decent.Peer.BlockCache;
using Decent.Protocol;

namespace Decent.Firmware.Configuration
{
    /// <summary>A node's settings, out of its checked configuration.</summary>
    public static class OptionsReader
    {
        /// <summary><paramref name="record"/> was read or written without a fault.</summary>
        public static NodeOptions Of(BoardRecord record)
        {
            NodeOptions options = new NodeOptions();
            options.OfferedBytesPerSecond = (int)record.OfferedBytesPerSecond;
            // Only a simulated board has handles without number.
            int files = record.Board == BoardKind.Simulated ? SegmentLayout.SegmentsMax : SegmentLayout.BoardSegments;
            options.Cache.Layout = SegmentLayout.ForDrive(DriveBytes(record), files);
            options.Cache.Blocks = record.Blocks;
            options.Cache.Admission = (AdmissionMode)record.Admission;
            return options;
        }

        /// <summary>Bytes of the drive: the partition's; a simulated board's grows with the blocks wished for.</summary>
        public static int DriveBytes(BoardRecord record)
        {
            int partition = (int)record.PartitionBytes;
            if (record.Board != BoardKind.Simulated || record.Blocks == 0) return partition;
            int wished = SegmentLayout.DriveBytes(record.Blocks);
            return wished > partition ? wished : partition;
        }
    }
}
