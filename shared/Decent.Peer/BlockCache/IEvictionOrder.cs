namespace Decent.Peer.BlockCache
{
    /// <summary>Which entry goes first when room is needed. Entries are small numbers of the caller's; every step takes the same short time.</summary>
    public interface IEvictionOrder
    {
        /// <summary>The entry that stands first in the order, or -1.</summary>
        int Oldest { get; }

        /// <summary>Bytes of memory in arrays.</summary>
        int RamBytes { get; }

        /// <summary>The entry behind a given one, towards the newest, or -1.</summary>
        int Newer(int entry);

        /// <summary>Puts in an entry that is not there, as the newest.</summary>
        void Add(int entry);

        /// <summary>An entry that is there was asked for.</summary>
        void Use(int entry);

        void Remove(int entry);

        /// <summary>The entry to evict next, or -1 when there is none. It stays until it is removed.</summary>
        int Victim();
    }
}
