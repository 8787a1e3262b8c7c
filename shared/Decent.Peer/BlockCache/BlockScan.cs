using Decent.Peer.Ports;

namespace Decent.Peer.BlockCache
{
    /// <summary>Rebuilds the index from the flash after a start: every payload is checked, what is torn or wrong is left out.</summary>
    internal static class BlockScan
    {
        /// <summary>Fills <paramref name="index"/> in the order of arrival; returns the sequence for the next insert.</summary>
        internal static uint Run(IFlashFile file, int slots, BlockIndex index, byte[] buffer, ICrc crc, CacheCounts counts)
        {
            BlockRecord record = new BlockRecord();
            int[] order = new int[slots];
            uint[] sequences = new uint[slots];
            int found = 0;
            for (int slot = 0; slot < slots; slot++)
            {
                int count = file.Read(slot * BlockRecord.SlotBytes, buffer, 0, BlockRecord.SlotBytes);
                if (count <= 0) continue;
                if (IsWhole(record, buffer, count, crc))
                {
                    order[found++] = slot;
                    sequences[slot] = record.Sequence;
                }
                else if (!IsBlank(buffer, count))
                {
                    counts.Damaged++;
                }
            }

            SortBySequence(order, found, sequences);
            for (int i = 0; i < found; i++) Add(file, order[i], index, buffer, record);
            return found == 0 ? 1 : unchecked(sequences[order[found - 1]] + 1);
        }

        internal static bool IsWhole(BlockRecord record, byte[] slot, int count, ICrc crc) =>
            record.TryRead(slot, count) && BlockRecord.HeaderBytes + record.Length <= count
            && crc.Of(slot, BlockRecord.HeaderBytes, record.Length) == record.PayloadCrc;

        private static void Add(IFlashFile file, int slot, BlockIndex index, byte[] buffer, BlockRecord record)
        {
            int count = file.Read(slot * BlockRecord.SlotBytes, buffer, 0, BlockRecord.HeaderBytes);
            if (!record.TryRead(buffer, count < 0 ? 0 : count)) return;
            int older = index.Find(record.Tag, 0);
            if (older >= 0) index.Remove(older);
            index.Add(slot, record.Tag, 0);
        }

        private static bool IsBlank(byte[] buffer, int count)
        {
            for (int i = 0; i < count && i < BlockRecord.HeaderBytes; i++)
            {
                if (buffer[i] != 0) return false;
            }

            return true;
        }

        // Shell's sort: there is no Array.Sort, and the quadratic ones take seconds when interpreted.
        private static void SortBySequence(int[] order, int count, uint[] sequences)
        {
            for (int gap = count / 2; gap > 0; gap /= 2)
            {
                for (int i = gap; i < count; i++)
                {
                    int slot = order[i];
                    int at = i;
                    while (at >= gap && sequences[order[at - gap]] > sequences[slot])
                    {
                        order[at] = order[at - gap];
                        at -= gap;
                    }

                    order[at] = slot;
                }
            }
        }
    }
}
