namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// How a drive is cut into segment files of records, and where a record stands in its file. littlefs keeps a file as blocks of 4,096 bytes less the
    /// pointers that block i begins with; a record fills exactly one, so that appending never copies what is there.
    /// </summary>
    public sealed class SegmentLayout
    {
        /// <summary>Records that a place can name in one segment: from the 128th on a block is too small for one.</summary>
        public const int RecordsMax = 128;

        /// <summary>So that a place fits 15 bits.</summary>
        public const int SegmentsMax = 255;

        /// <summary>Files of a board, whatever its drive: more handles than its native heap has room for. On all drives up to 3 MB they suffice.</summary>
        public const int BoardSegments = 5;

        /// <summary>Native heap of an open file on an ESP32: 4 KB of newlib's, 512 bytes of littlefs's, the rest names and locks.</summary>
        public const int HandleBytes = 4_900;

        private const int SectorBytes = 4096;
        private const int PointerBytes = 4;
        private const int OthersSectors = 22;
        private const int SparedSectors = 4;

        /// <summary>3 to 255 segments, one of which is the spare, of 1 to 128 records.</summary>
        public SegmentLayout(int segments, int records)
        {
            Must.Hold(segments >= 3 && segments <= SegmentsMax && records >= 1 && records <= RecordsMax);
            Segments = segments;
            Records = records;
            DriveSectors = segments * records;
            BlocksMax = Most(segments, records);
        }

        /// <summary>Files, the spare one included.</summary>
        public int Segments { get; }

        /// <summary>Records in a file.</summary>
        public int Records { get; }

        /// <summary>
        /// Most blocks held: 0.58 of the records, and two less than 0.73 of those outside the spare, above which collecting doubles the wear; cut to
        /// five binary digits.
        /// </summary>
        public int BlocksMax { get; }

        /// <summary>Sectors of 4,096 bytes that wear is spread over.</summary>
        public int DriveSectors { get; private set; }

        /// <summary>
        /// A board's layout for a drive of that many bytes, 64 KB and more. Free stay 22 sectors for the journal, the configuration and the platform's
        /// own files and a sixteenth for littlefs to choose from, an eighth in all at least. 256 KB: 5 x 7; 2 MB: 5 x 89; 3 MB and more: 5 x 128.
        /// </summary>
        public static SegmentLayout ForDrive(int driveBytes) => ForDrive(driveBytes, BoardSegments);

        /// <summary>
        /// The same with up to <paramref name="segmentsMost"/> files, 5 to 255, where handles cost nothing: drives above 3 MB are then used whole.
        /// </summary>
        public static SegmentLayout ForDrive(int driveBytes, int segmentsMost)
        {
            int sectors = driveBytes / SectorBytes;
            int eighth = (sectors + 7) / 8;
            int others = (sectors + 15) / 16 + OthersSectors;
            int usable = sectors - (eighth > others ? eighth : others);
            int segments = BoardSegments;
            while (segments < segmentsMost && usable / segments > RecordsMax) segments++;
            int records = usable / segments;
            SegmentLayout layout = new SegmentLayout(segments, records < 1 ? 1 : records < RecordsMax ? records : RecordsMax);
            layout.DriveSectors = sectors > layout.DriveSectors ? sectors : layout.DriveSectors;
            return layout;
        }

        /// <summary>
        /// The same files with fewer records each, for a drive that was full with that many in all: a few sectors less than those, for the order is
        /// written beside the one before. At most an eighth less at a time, should it not have been full.
        /// </summary>
        public SegmentLayout Below(int recordsInAll)
        {
            int fitting = (recordsInAll - SparedSectors) / Segments;
            int least = Records - (Records + 7) / 8;
            int records = fitting < least ? least : fitting < Records ? fitting : Records - 1;
            SegmentLayout layout = new SegmentLayout(Segments, records < 1 ? 1 : records);
            layout.DriveSectors = DriveSectors;
            return layout;
        }

        /// <summary>
        /// Bytes of the smallest drive, in steps of 64 KB from 256 KB, whose layout of any number of files holds that many blocks, 1 to 16,384.
        /// </summary>
        public static int DriveBytes(int blocks)
        {
            int bytes = 256 << 10;
            while (ForDrive(bytes, SegmentsMax).BlocksMax < blocks) bytes += 64 << 10;
            return bytes;
        }

        /// <summary>Bytes of a record and its padding: what block <paramref name="record"/> of a littlefs file holds.</summary>
        public static int RecordBytes(int record) => record == 0 ? SectorBytes : SectorBytes - PointerBytes * (TrailingZeros(record) + 1);

        /// <summary>Where a record begins in its file: the sum of those before it.</summary>
        public static int Offset(int record)
        {
            // Block i begins with ctz(i) + 1 pointers, and over i = 1 to n - 1 they number 2 (n - 1) - popcount(n - 1).
            int before = record - 1;
            return record == 0 ? 0 : record * SectorBytes - PointerBytes * (2 * before - Bits.Count((ulong)before));
        }

        /// <summary>Whole records in a file of that length, at most 128.</summary>
        public static int RecordsIn(int length)
        {
            int records = length / SectorBytes;
            while (records < RecordsMax && Offset(records + 1) <= length) records++;
            return records < RecordsMax ? records : RecordsMax;
        }

        private static int Most(int segments, int records)
        {
            int ofAll = segments * records * 58 / 100;
            int ofFilled = (segments - 1) * records * 8 / 11 - 2;
            int most = ofAll < ofFilled ? ofAll : ofFilled;
            int step = 1;
            while (most / step >= 32) step <<= 1;
            most = most / step * step;
            return most < 1 ? 1 : most;
        }

        private static int TrailingZeros(int value)
        {
            int zeros = 0;
            while ((value & 1) == 0)
            {
                value >>= 1;
                zeros++;
            }

            return zeros;
        }
    }
}
