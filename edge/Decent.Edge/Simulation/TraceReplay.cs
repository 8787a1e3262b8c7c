using System.Runtime.InteropServices;
using Decent.Content.Eviction;

namespace Decent.Edge.Simulation;

/// <summary>
/// The store's own policies on a trace, without the content: what is asked for and not there is fetched and kept, unless it can never fit. An id whose
/// size has changed is another object in its place.
/// </summary>
public sealed class TraceReplay(string policy, long bytesMax)
{
    private readonly IEvictionPolicy _policy = EvictionPolicy.Named(policy, bytesMax);
    private readonly Dictionary<string, long> _names = [];
    private readonly Dictionary<long, long> _held = [];
    private readonly List<long> _victims = [];
    private long _bytes;

    /// <summary>So far.</summary>
    public TraceResult Result { get; } = new() { Policy = policy };

    /// <summary>One request.</summary>
    public void Ask(TraceRequest request)
    {
        ref long name = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, request.Id, out bool known)!;
        name = known ? name : _names.Count;
        if (_held.TryGetValue(name, out long held) && held == request.Bytes)
        {
            Result.Hits++;
            Result.BytesHit += request.Bytes;
            _policy.Use(name);
            return;
        }

        Result.Misses++;
        Result.BytesMissed += request.Bytes;
        if (_held.ContainsKey(name))
        {
            _policy.Remove(name);
            Drop(name);
        }

        if (request.Bytes <= bytesMax)
        {
            Keep(name, request.Bytes);
        }

        Result.Held = _held.Count;
    }

    private void Keep(long name, long bytes)
    {
        while (_bytes > bytesMax - bytes)
        {
            _victims.Clear();
            _policy.TryEvict(static _ => false, _victims);
            foreach (long victim in _victims)
            {
                Result.Evictions++;
                Result.BytesEvicted += Drop(victim);
            }
        }

        _policy.Add(name, bytes);
        _held.Add(name, bytes);
        _bytes += bytes;
    }

    private long Drop(long name)
    {
        _held.Remove(name, out long bytes);
        _bytes -= bytes;
        return bytes;
    }
}
