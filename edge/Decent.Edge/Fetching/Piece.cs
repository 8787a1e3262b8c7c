using Decent.Content;

namespace Decent.Edge.Fetching;

/// <summary>One file that is being fetched.</summary>
public sealed record Piece(Manifest Manifest, ManifestEntry Entry, PartialObject Partial) : IDisposable
{
    public void Dispose() => Partial.Dispose();
}
