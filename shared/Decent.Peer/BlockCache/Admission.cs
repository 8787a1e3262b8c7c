namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// Whether a block that was asked for is worth a write. Asking a second time before it is keeps hit ratios and costs a tenth of the writes; a board
    /// with writes to spare takes everything.
    /// </summary>
    public sealed class Admission
    {
        private readonly AdmissionMode _mode;
        private readonly Ghost _ghost;
        private readonly WriteBudget _budget;

        /// <summary><paramref name="prints"/>: misses remembered, as many as blocks are held. <paramref name="insertsPerDay"/> matters to auto alone.</summary>
        public Admission(AdmissionMode mode, int prints, int insertsPerDay)
        {
            _mode = mode;
            _ghost = new Ghost(prints);
            _budget = new WriteBudget(insertsPerDay);
        }

        /// <summary>Whole writes left of the budget.</summary>
        public int WritesLeft => _budget.Left;

        public int RamBytes => _ghost.RamBytes;

        /// <summary>A block was asked for and is not held: is it worth fetching?</summary>
        public bool Missed(long nowMs, byte[] tags, int offset)
        {
            if (_mode == AdmissionMode.All) return true;
            if (_mode == AdmissionMode.Second) return _ghost.Recall(tags, offset);
            _budget.Advance(nowMs);
            return _budget.IsAboveHalf || (_ghost.Recall(tags, offset) && _budget.Left > 0);
        }

        /// <summary>Whether a block that nobody pushed may be written now.</summary>
        public bool MayWrite(long nowMs)
        {
            _budget.Advance(nowMs);
            return _mode != AdmissionMode.Auto || _budget.Left > 0;
        }

        /// <summary>A block was written, pushed or not.</summary>
        public void Written(long nowMs)
        {
            _budget.Advance(nowMs);
            _budget.Spend();
        }

        /// <summary>Goes on with the writes that were left before a restart.</summary>
        public void Restore(int writesLeft) => _budget.Restore(writesLeft);
    }
}
