namespace Decent.Peer.BlockCache
{
    /// <summary>How much a node holds for others, and how its flash is spared.</summary>
    public sealed class BlockCacheOptions
    {
        /// <summary>
        /// How the drive is cut; the default is that of a board with 4 MB of flash, whose drive has 256 KB: 18 blocks. From the size of the partition
        /// in bytes: <see cref="SegmentLayout.ForDrive(int)"/>.
        /// </summary>
        public SegmentLayout Layout = SegmentLayout.ForDrive(256 << 10);

        /// <summary>Small blocks held, 1 to the layout's most, which is also what 0 and anything above it mean; 0.</summary>
        public int Blocks;

        /// <summary>Blocks that memory has room for, at least 1; 0 for the layout's most. A block takes 33 bytes of an ESP32's heap.</summary>
        public int BlocksMost;

        /// <summary>Inserts after which the file is closed, that is committed, 1 to 64; 8, because each commit wears the flash.</summary>
        public int InsertsPerCommit = 8;

        /// <summary>Milliseconds without an insert after which the last ones are committed anyway, at least 1; 30,000.</summary>
        public int CommitAfterMs = 30_000;

        /// <summary>Milliseconds between two records checked while idle, at least 1; 10,000.</summary>
        public int ScrubEveryMs = 10_000;

        /// <summary>Milliseconds between two times that a changed order is saved, at least 1; an hour.</summary>
        public int OrderEveryMs = 3_600_000;

        public AdmissionMode Admission = AdmissionMode.Auto;

        /// <summary>Inserts a day that the flash bears for five years, at least 1; 0 takes <see cref="WriteBudget.InsertsPerDay"/> of the layout.</summary>
        public int InsertsPerDay;

        /// <summary>Most blocks that can be held: what both the layout and memory have room for.</summary>
        public int Most => BlocksMost > 0 && BlocksMost < Layout.BlocksMax ? BlocksMost : Layout.BlocksMax;
    }
}
