namespace Decent.Peer.Ports
{
    /// <summary>
    /// A node's folder of small files, with exactly what nanoFramework's file system can promise: one opener, no rename over an existing file, free
    /// space unknown, and a file made just before a power cut may be found with no bytes.
    /// </summary>
    public interface IFlash
    {
        /// <summary>
        /// Opens <paramref name="name"/> (1 to 31 of [a-z0-9.]) without cutting it, making it empty when missing. Null when it is open already or
        /// the drive refuses.
        /// </summary>
        IFlashFile? Open(string name);

        /// <summary>Removes a file for good, at once durable. True when it is gone or never was; false when it is open or the drive refuses.</summary>
        bool Delete(string name);
    }
}
