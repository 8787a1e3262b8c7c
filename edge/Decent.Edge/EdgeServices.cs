using System.Security.Cryptography;
using System.Text;
using Decent.Content;
using Decent.Edge.Answering;
using Decent.Edge.Bus;
using Decent.Edge.CatchUp;
using Decent.Edge.Control;
using Decent.Edge.Fetching;
using Decent.Edge.Fetching.Sharing;
using Decent.Edge.Pinning;
using Decent.Edge.Power;
using Decent.Edge.Scrubbing;
using Decent.Edge.Serving;
using Decent.Hosting;
using Decent.Hosting.Control;
using Decent.Hosting.Gateway;
using Decent.Hosting.Identity;
using Decent.Hosting.Lan;
using Decent.Hosting.Metrics;
using Decent.Hosting.Peers;
using Decent.Hosting.Runs;
using Decent.Peer;
using Decent.Peer.Answering;

namespace Decent.Edge;

/// <summary>The edge put together by hand, a line or two for each room.</summary>
public static class EdgeServices
{
    public static IServiceCollection AddEdge(this IServiceCollection services, EdgeOptions options, EdgePower power) => services
        .AddSingleton(options)
        .AddSingleton(power)
        .AddSingleton(power.Gate)
        .AddSingleton(TimeProvider.System)
        .Configure<HostOptions>(host => host.ShutdownTimeout = EdgeDaemon.StopBudget)
        .AddSingleton<MonotonicClock>()
        .AddStore(options, power)
        .AddPeers(options)
        .AddFetching(options, power)
        .AddBus()
        .AddHostedService<QuietMemory>()
        .AddSingleton<EdgeEndpoints>()
        .AddSingleton<GatewayEndpoints>()
        .AddSingleton<WholeResource>()
        .AddSingleton<PinKeeper>()
        .AddHostedService(provider => provider.GetRequiredService<PinKeeper>())
        .AddScrubbing(options)
        .AddSingleton<StatusProbe>()
        .AddMetricsPage(hearsHttp: false)
        .AddSingleton<EdgeMeters>()
        .AddSingleton(new ControlRoutes(ControlEndpoints.Map));

    private static IServiceCollection AddStore(this IServiceCollection services, EdgeOptions options, EdgePower power) => services
        .AddSingleton(provider => ContentStore.Open(
            new ContentStoreOptions
            {
                Folder = Path.Combine(options.State, "content"), BytesMax = options.CacheBytesMax, Policy = options.Policy,
                FreeBytesMin = options.KeepFreeBytes, Gate = power.Gate, Compares = !power.Finding.IsClean,
            },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ContentStore>>()))
        .AddSingleton(provider => new RunKeeper(
            Path.Combine(options.State, "runs"), NodeId.Of(options.Name).Number, provider.GetRequiredService<MonotonicClock>()));

    private static IServiceCollection AddScrubbing(this IServiceCollection services, EdgeOptions options) => services
        .AddSingleton(options.Scrubbing)
        .AddSingleton<Repairer>()
        .AddHostedService(provider => provider.GetRequiredService<Repairer>())
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<Scrubber>(
            provider, new Rng(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)))))
        .AddHostedService(provider => provider.GetRequiredService<Scrubber>());

    private static IServiceCollection AddPeers(this IServiceCollection services, EdgeOptions options) => services
        .AddSingleton(new ResponderOptions
        {
            Node = NodeId.Of(options.Name).Number,
            AvascMilli = (uint)Math.Min(options.OfferedBytesPerSecond * 75 / 1000, uint.MaxValue),
            BytesPerSecond = options.OfferedBytesPerSecond,
            WantsInAll = 600,
            WantsPerSource = 100,
            SourcesMax = 256,
            DelayedMax = 64,
        })
        .AddSingleton(provider => new UdpPort(options.Lan, provider.GetRequiredService<ILogger<UdpPort>>()))
        .AddSingleton(provider => new PeerLoop(
            new PeerLoopOptions { Answering = provider.GetRequiredService<ResponderOptions>(), Lookup = options.Lookup },
            provider.GetRequiredService<UdpPort>(),
            new HeldBlocks(provider.GetRequiredService<ContentStore>()),
            new HeldResources(provider.GetRequiredService<ContentStore>()),
            provider.GetRequiredService<MonotonicClock>(),
            provider.GetRequiredService<ILogger<PeerLoop>>()));

    private static IServiceCollection AddFetching(this IServiceCollection services, EdgeOptions options, EdgePower power) => services
        .AddSingleton(options.Fetching)
        .AddSingleton<ContentClient>()
        .AddSingleton(provider => new InstanceSource(
            options.Instance ?? (Uri.TryCreate(options.Credentials?.Instance, UriKind.Absolute, out Uri? address) ? address : null),
            options.Fetching,
            provider.GetRequiredService<MonotonicClock>(),
            provider.GetRequiredService<ILogger<InstanceSource>>()))
        .AddSingleton<HeadFreshness>()
        .AddHeads(options, power)
        .AddSingleton<DistrustedSources>()
        .AddSingleton<LanSearch>()
        .AddSingleton<HeadFinder>()
        .AddSingleton<ManifestFinder>()
        .AddSingleton<SharingDesk>()
        .AddSingleton<SharingEndpoints>()
        .AddSingleton<Fetcher>()
        .AddSingleton<EdgeGateway>()
        .AddSingleton<IContentGateway>(provider => provider.GetRequiredService<EdgeGateway>());

    private static IServiceCollection AddHeads(this IServiceCollection services, EdgeOptions options, EdgePower power) => services
        .AddSingleton(options.CatchUp)
        .AddSingleton(new HeadTrust(options.InstanceKey, Path.Combine(options.State, "instance-keys.json")) { Gate = power.Gate })
        .AddSingleton(provider => new KnownShards(
            Path.Combine(options.State, "known-shards"), ContextOf(provider.GetRequiredService<HeadTrust>(), provider.GetRequiredService<InstanceSource>()))
        {
            Gate = power.Gate,
        })
        .AddSingleton<HeadBook>()
        .AddSingleton<CatchUpLoop>()
        .AddHostedService(provider => provider.GetRequiredService<CatchUpLoop>());

    /// <summary>What is remembered of one instance says nothing of another.</summary>
    private static byte[] ContextOf(HeadTrust trust, InstanceSource instance) =>
        trust.IsPinned ? trust.Context : SHA256.HashData(Encoding.UTF8.GetBytes(instance.Address?.ToString() ?? ""))[..16];

    private static IServiceCollection AddBus(this IServiceCollection services) => services
        .AddSingleton<EdgeCounts>()
        .AddSingleton(provider => provider.GetRequiredService<UdpPort>().Interfaces.FirstOrDefault() ?? LanInterface.Of(0x7F000001, 8))
        .AddSingleton<EdgeFrames>()
        .AddSingleton<BusNews>()
        .AddSingleton<RunTalk>()
        .AddSingleton<BusVoice>()
        .AddSingleton<EdgeBus>();
}
