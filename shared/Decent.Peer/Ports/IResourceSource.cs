namespace Decent.Peer.Ports
{
    /// <summary>The resources an edge holds; boards have none.</summary>
    public interface IResourceSource
    {
        /// <summary>
        /// Have.FlagWhole, Have.FlagPartial or 0 for the version <paramref name="commit"/> (20 bytes; zeros: whichever is newest here) of the
        /// resource with the 16-byte <paramref name="key"/>.
        /// </summary>
        byte Find(byte[] key, byte[] commit);
    }
}
