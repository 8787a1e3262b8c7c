using System.Text.Json;

namespace Decent.Edge.Control;

/// <summary>What a fetch of a whole resource came to.</summary>
public sealed record GetAnswer
{
    /// <summary>Found, NotFound, TimedOut or Refused; Failed for a pin when the store failed.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why not, as a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>The version.</summary>
    public JsonElement? Head { get; init; }

    /// <summary>The path in words, and its short form: cache, peers, instance or peers+instance.</summary>
    public required string Path { get; init; }

    /// <summary>See <see cref="Path"/>.</summary>
    public required string From { get; init; }

    public required long ElapsedMs { get; init; }

    /// <summary>Content bytes by stage.</summary>
    public required long CacheBytes { get; init; }

    public required long PeersBytes { get; init; }

    public required long InstanceBytes { get; init; }

    /// <summary>CID of the version's content.</summary>
    public string? Cid { get; init; }

    public bool Folder { get; init; }

    /// <summary>The files, all of them in the cache when the outcome is Found.</summary>
    public IReadOnlyList<GetFile> Files { get; init; } = [];
}
