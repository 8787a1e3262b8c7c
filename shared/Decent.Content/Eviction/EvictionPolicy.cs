namespace Decent.Content.Eviction;

/// <summary>The policies by the names that people give.</summary>
public static class EvictionPolicy
{
    /// <summary>The mission's: what nobody maintains goes first.</summary>
    public const string Default = "least-maintained";

    /// <summary>All names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, "lru", "sieve", "s3-fifo"];

    /// <summary>An empty one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="bytesMax">What the cache holds: S3-FIFO divides it.</param>
    /// <exception cref="ArgumentException">There is no such policy; the message names those that there are.</exception>
    public static IEvictionPolicy Named(string name, long bytesMax) => name switch
    {
        Default => new LeastMaintained(),
        "lru" => new LeastRecentlyUsed(),
        "sieve" => new Sieve(),
        "s3-fifo" => new S3Fifo(bytesMax),
        _ => throw new ArgumentException($"There is no eviction policy {name}: use {string.Join(", ", Names)}.", nameof(name)),
    };
}
