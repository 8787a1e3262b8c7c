namespace Decent.Peer.Ports
{
    /// <summary>The small blocks a node holds, verified and ready to serve.</summary>
    public interface IBlockSource
    {
        /// <summary>Whether the block with the 16-byte tag at <paramref name="offset"/> is held.</summary>
        bool Holds(byte[] tags, int offset);

        /// <summary>Reads a block of at most 4,032 bytes; its length, or -1 when it is not held or was found damaged.</summary>
        int Read(byte[] tag, int offset, byte[] into);
    }
}
