namespace Decent.Peer.Ports
{
    /// <summary>The way to the instance; returns at once, the host reports later.</summary>
    public interface IInstancePort
    {
        /// <summary>Fetch the blocks of the batch whose bits are set; peers may still deliver some of them first.</summary>
        void Ask(ulong missing);
    }
}
