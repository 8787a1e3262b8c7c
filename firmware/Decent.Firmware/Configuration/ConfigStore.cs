using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Configuration
{
    /// <summary>
    /// The configuration in a folder of its own, twice: the valid copy with the higher sequence counts. A write takes the place of the other one,
    /// so a cut leaves the copy that was read.
    /// </summary>
    public sealed class ConfigStore
    {
        private static readonly string[] Names = { "a", "b" };
        private readonly IFlash _folder;
        private readonly byte[] _buffer = new byte[BoardRecord.BytesMax];

        public ConfigStore(IFlash folder) => _folder = folder;

        /// <summary>
        /// <see cref="BoardFault.None"/> with the record in <paramref name="into"/>; otherwise what is wrong with the copy that is there, its
        /// fields undefined.
        /// </summary>
        public BoardFault Read(BoardRecord into)
        {
            int newest = Newest(into, out BoardFault fault);
            // The copy that was looked at last stands in the record, and it may be the other one.
            return newest < 0 ? fault : ReadCopy(newest, into);
        }

        /// <summary>Commits the record over the older copy with the next sequence. False: the drive or a field is refused, and all is as before.</summary>
        public bool Write(BoardRecord record)
        {
            BoardRecord there = new BoardRecord();
            int newest = Newest(there, out _);
            if (newest >= 0 && ReadCopy(newest, there) != BoardFault.None) return false;
            record.Sequence = newest < 0 ? 1 : unchecked(there.Sequence + 1);
            int count = record.Write(_buffer);
            if (count == 0) return false;
            IFlashFile? file = _folder.Open(Names[newest == 0 ? 1 : 0]);
            if (file == null) return false;
            // What a longer record leaves behind this one is ignored: the file is never cut.
            bool written = file.Write(0, _buffer, 0, count);
            return file.Close() && written;
        }

        // -1 without a valid copy.
        private int Newest(BoardRecord scratch, out BoardFault fault)
        {
            int newest = -1;
            uint sequence = 0;
            fault = BoardFault.Missing;
            for (int i = 0; i < Names.Length; i++)
            {
                BoardFault found = ReadCopy(i, scratch);
                if (found != BoardFault.None)
                {
                    if (found != BoardFault.Missing) fault = found;
                    continue;
                }

                if (newest >= 0 && unchecked((int)(scratch.Sequence - sequence)) <= 0) continue;
                newest = i;
                sequence = scratch.Sequence;
            }

            return newest;
        }

        private BoardFault ReadCopy(int copy, BoardRecord into)
        {
            IFlashFile? file = _folder.Open(Names[copy]);
            if (file == null) return BoardFault.Missing;
            int count = file.Read(0, _buffer, 0, _buffer.Length);
            file.Close();
            return count < 0 ? BoardFault.Damaged : into.Read(_buffer, count);
        }
    }
}
