namespace Decent.Peer.Ports
{
    /// <summary>Where fetched blocks go.</summary>
    public interface IBlockSink
    {
        /// <summary>
        /// Takes block <paramref name="index"/> of a batch, whose tag already matched. False when the receiver's own, stronger check (sha2-256 on an
        /// edge) refuses it: the sender is then put aside.
        /// </summary>
        bool Accept(int index, byte[] block, int count);
    }
}
