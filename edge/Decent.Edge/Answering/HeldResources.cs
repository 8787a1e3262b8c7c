using Decent.Content;
using Decent.Peer.Ports;
using Decent.Protocol.Datagrams;

namespace Decent.Edge.Answering;

/// <summary>
/// The versions this edge can help with. One whose manifest it knows counts as partial even without content: an asker may need just that.
/// </summary>
public sealed class HeldResources(ContentStore store) : IResourceSource
{
    public byte Find(byte[] key, byte[] commit)
    {
        bool any = !commit.AsSpan().ContainsAnyExcept((byte)0);
        if (!store.TryFindHeadByKey(key, out Head? head) || (!any && !head.Commit.AsSpan().SequenceEqual(commit)))
        {
            return 0;
        }

        if (!store.TryGetManifest(head.Root, out Manifest? manifest))
        {
            return 0;
        }

        return store.HasWhole(manifest) ? Have.FlagWhole : Have.FlagPartial;
    }
}
