using Decent.Edge.Fetching.Sharing;
using Decent.Hosting;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>What every fetch works with: where blocks come from, and the clock.</summary>
internal sealed record FetchSources(PeerLoop Loop, ContentClient Client, InstanceSource Instance, DistrustedSources Distrusted, SharingDesk Desk,
    MonotonicClock Clock, FetchingOptions Options, ILogger Log);
