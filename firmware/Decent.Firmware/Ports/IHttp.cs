namespace Decent.Firmware.Ports
{
    /// <summary>One plain HTTP GET at a time, done by the adapter's own thread.</summary>
    public interface IHttp
    {
        /// <summary>
        /// Begins a GET that is over after <paramref name="timeoutMs"/> whatever happens and reads at most <paramref name="bytesMax"/> bytes, which
        /// fit <paramref name="body"/>; redirects are not followed. The buffer is the adapter's until <see cref="Poll"/> tells the end. False while
        /// another one runs.
        /// </summary>
        bool Begin(string url, byte[] body, int bytesMax, int timeoutMs);

        /// <summary>
        /// How it stands. Anything but Idle and Running is told once; when it is Done, <paramref name="count"/> bytes of the body stand in the buffer
        /// and <paramref name="proof"/> is the answer's header Decent-Mac, at most 64 characters, empty without one.
        /// </summary>
        HttpState Poll(out int count, out string proof);
    }
}
