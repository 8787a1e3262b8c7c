using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Import;

/// <summary>
/// Sends a large file to the medium while it is still being written, so that hashing and the disk work at the same time, the last fsync finds
/// little to do, and an import never holds more than a few windows of memory that other readers need.
/// </summary>
internal sealed class WriteBehind(SafeFileHandle file, long size)
{
    // Above this a file leaves the page cache window by window: fresh memory costs more than the hashing, and other content loses its place.
    private const long CachedMax = 256 * 1024 * 1024;

    private const long Window = 8 * 1024 * 1024;
    private const int WindowsUnderWay = 4;

    private long _begun;

    /// <summary>Everything before <paramref name="written"/> was written; throws IOException when the medium refuses it.</summary>
    public void Advance(long written)
    {
        while (written - _begun >= Window)
        {
            Posix.BeginFlush(file, _begun, Window);
            _begun += Window;
            if (_begun >= WindowsUnderWay * Window)
            {
                End(_begun - (WindowsUnderWay * Window));
            }
        }
    }

    private void End(long offset)
    {
        Posix.AwaitFlush(file, offset, Window);
        if (size > CachedMax)
        {
            Posix.Forget(file, offset, Window);
        }
    }
}
