using Decent.Protocol.Frames;

namespace Decent.Firmware.Ports
{
    /// <summary>What the instance may order of the block cache.</summary>
    public interface ICacheOrders
    {
        /// <summary>Holds so many blocks from now on, at least 1; returns how many fit, which may be fewer.</summary>
        int Resize(int blocks);

        bool Holds(byte[] tags, int offset);

        /// <summary>Keeps a held block from eviction. False when it is not held or too many are kept.</summary>
        bool Pin(byte[] tags, int offset);

        /// <summary>Lets a block go when its turn comes. False when it is not held.</summary>
        bool Unpin(byte[] tags, int offset);

        /// <summary>Forgets a block, pinned or not. False when it is not held.</summary>
        bool Evict(byte[] tags, int offset);

        /// <summary>Rises with every block that comes or goes.</summary>
        uint Generation { get; }

        /// <summary>Everything but the envelope.</summary>
        void Fill(Inventory inventory);
    }
}
