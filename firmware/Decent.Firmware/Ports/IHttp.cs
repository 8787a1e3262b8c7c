namespace Decent.Firmware.Ports
{
    /// <summary>One plain HTTP GET at a time, done by the adapter's own thread.</summary>
    public interface IHttp
    {
        /// <summary>
        /// Begins a GET that is over after <paramref name="timeoutMs"/> whatever happens and reads at most <paramref name="bodyBytesMax"/>, redirects
        /// not followed. False while another one runs.
        /// </summary>
        bool Begin(string url, int bodyBytesMax, int timeoutMs);

        /// <summary>
        /// How it stands. Anything but Idle and Running is told once: the body is then in <paramref name="into"/>, <paramref name="count"/> bytes,
        /// when it is Done.
        /// </summary>
        HttpState Poll(byte[] into, out int count);
    }
}
