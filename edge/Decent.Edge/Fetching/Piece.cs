using Decent.Content;

namespace Decent.Edge.Fetching;

/// <summary>One file that is being fetched.</summary>
public sealed class Piece(Manifest manifest, ManifestEntry entry, PartialObject partial) : IDisposable
{
    private string? _failure;

    public Manifest Manifest => manifest;

    public ManifestEntry Entry => entry;

    /// <summary>Why this node cannot keep it, in words; null while it can.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public bool IsWhole => partial.IsWhole;

    public bool Has(int leaf) => partial.Has(leaf);

    /// <summary>The first missing leaf at or after this one; -1 when there is none.</summary>
    public int NextMissing(int from) => partial.NextMissing(from);

    /// <summary>
    /// False for wrong bytes, whose sender is to blame. A disk that refuses is nobody's fault: true, and <see cref="Failure"/> says so.
    /// </summary>
    public bool TryPut(int leaf, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return partial.TryPut(leaf, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Volatile.Write(ref _failure, error.Message);
            return true;
        }
    }

    /// <summary>Makes a whole file an object; any number of times.</summary>
    public void Commit() => partial.Commit();

    public void Dispose() => partial.Dispose();
}
