namespace Decent.Peer.Answering
{
    /// <summary>The subnets a node stands in: only sources inside one of them are answered. At most 16.</summary>
    public sealed class LocalPrefixes
    {
        private const int Max = 16;
        private readonly uint[] _networks = new uint[Max];
        private readonly uint[] _masks = new uint[Max];
        private int _count;

        /// <summary>Forgets all, before the interfaces are read again.</summary>
        public void Clear() => _count = 0;

        /// <summary>Adds one subnet; more than 16 are left out.</summary>
        public void Add(uint address, uint mask)
        {
            if (_count == Max || mask == 0) return;
            _networks[_count] = address & mask;
            _masks[_count] = mask;
            _count++;
        }

        public bool Contain(uint address)
        {
            for (int i = 0; i < _count; i++)
            {
                if ((address & _masks[i]) == _networks[i]) return true;
            }

            return false;
        }
    }
}
