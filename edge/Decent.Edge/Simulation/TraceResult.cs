namespace Decent.Edge.Simulation;

/// <summary>What became of a trace under one policy.</summary>
public sealed record TraceResult
{
    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Requests answered from the cache.</summary>
    public long Hits { get; set; }

    /// <summary>Requests that had to be fetched.</summary>
    public long Misses { get; set; }

    /// <summary>Bytes of the hits.</summary>
    public long BytesHit { get; set; }

    /// <summary>Bytes of the misses: what was fetched.</summary>
    public long BytesMissed { get; set; }

    /// <summary>Objects that made room.</summary>
    public long Evictions { get; set; }

    /// <summary>Bytes of those.</summary>
    public long BytesEvicted { get; set; }

    /// <summary>Objects in the cache at the end.</summary>
    public long Held { get; set; }

    /// <summary>Hits of all requests, 0 to 1.</summary>
    public double HitRatio => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);
}
