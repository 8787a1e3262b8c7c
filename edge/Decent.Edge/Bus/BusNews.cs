using Decent.Content;
using Decent.Edge.Fetching;
using Decent.Hosting.Peers;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Edge.Bus;

/// <summary>What the bus tells an edge: commits and the instance's state, turned into what lookups need to know. Foreign bytes: never throws.</summary>
public sealed class BusNews(ContentStore store, HeadFreshness freshness, InstanceSource instance, PeerLoop loop)
{
    /// <summary>A resource that is known here has a newer version; on the bus's thread, so handlers return at once.</summary>
    public event Action<ResourceId>? Changed;

    public void Connected() => freshness.Connected();

    public void Disconnected() => freshness.Disconnected();

    /// <summary>False when topic or payload are none of ours.</summary>
    public bool Take(string topic, byte[] payload)
    {
        if (topic.StartsWith(Topics.Root + "full/", StringComparison.Ordinal))
        {
            return TakeInstance(payload);
        }

        GroupManifest manifest = new();
        if (manifest.TryRead(payload, payload.Length))
        {
            freshness.Manifest(manifest.Group, manifest.GroupSequence, manifest.Root);
            return true;
        }

        Delta delta = new();
        return delta.TryRead(payload, payload.Length) && TakeDelta(delta);
    }

    /// <summary>The instance's retained state: "1" up, anything else away.</summary>
    private bool TakeInstance(byte[] payload)
    {
        if (payload is [(byte)'1', ..])
        {
            instance.Answered();
            loop.WakeSleepers();
        }
        else
        {
            freshness.InstanceSilent();
        }

        return true;
    }

    private bool TakeDelta(Delta delta)
    {
        byte[] key = new byte[Limits.KeyBytes];
        byte[] commit = new byte[Limits.CommitBytes];
        byte[] cid = new byte[Limits.CidBytes];
        for (int i = 0; i < delta.Count; i++)
        {
            delta.Entry(i, key, commit, cid, out _, out _);
            ResourceId? changed = store.TryFindHeadByKey(key, out Head? head) && !head.Commit.AsSpan().SequenceEqual(commit) ? head.Id : null;
            freshness.Delta(delta.Group, delta.GroupSequence, delta.Count, changed?.Text);
            if (changed is not null)
            {
                Changed?.Invoke(changed);
            }
        }

        return true;
    }
}
