using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Updating;

/// <summary>A partition for a root.</summary>
/// <param name="Path">The device, or a file in its place.</param>
/// <param name="Bytes">Its length, which a device does not tell as a file does.</param>
public sealed record RootPartition(string Path, long Bytes)
{
    /// <summary>All of it, by a handle of its own.</summary>
    public RootRegion Region(SafeFileHandle file) => new(file, 0, Bytes);

    /// <summary>What its root says of itself; null and why when it has none that is whole.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RootTrailer? Trailer(out string rule)
    {
        using SafeFileHandle file = File.OpenHandle(Path);
        return Region(file).Trailer(out rule);
    }
}
