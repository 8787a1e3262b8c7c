using System.Net;
using Decent.Content;
using Decent.Edge.Bus;
using Decent.Edge.Control;
using Decent.Edge.Fetching;
using Decent.Edge.Power;
using Decent.Edge.Serving;
using Decent.Hosting;
using Decent.Hosting.Control;
using Decent.Hosting.Gateway;
using Decent.Hosting.Lan;
using Decent.Hosting.Metrics;
using Decent.Hosting.Peers;
using Decent.Hosting.Runs;
using Decent.Peer.Answering;

namespace Decent.Edge;

/// <summary>The running edge. It serves HTTP first, then answers peers (whose answers name the HTTP port), then tells the bus that it is there.</summary>
public sealed class EdgeDaemon : IAsyncDisposable
{
    /// <summary>How long requests in progress may hold up a stop; with the bus's goodbye it stays below two seconds.</summary>
    internal static readonly TimeSpan StopBudget = TimeSpan.FromMilliseconds(500);

    private readonly StateFolder _state;
    private readonly WebApplication _app;
    private readonly EdgePower _power;
    private readonly ControlServer _control;

    private EdgeDaemon(StateFolder state, EdgePower power, WebApplication app, ControlServer control) =>
        (_state, _power, _app, _control) = (state, power, app, control);

    public IServiceProvider Services => _app.Services;

    /// <summary>HTTP addresses in use.</summary>
    public IReadOnlyList<string> Addresses => Services.GetRequiredService<StatusProbe>().Addresses;

    /// <summary>
    /// Starts an edge on a folder that the caller has locked; the daemon releases it at its end. Mains is watched first of all, and nothing is opened
    /// before it is there.
    /// </summary>
    public static async Task<EdgeDaemon> StartAsync(StateFolder state, EdgeOptions options, CancellationToken ct)
    {
        EdgePower? power = null;
        WebApplication? app = null;
        try
        {
            power = EdgePower.Arm(options, new MonotonicClock(TimeProvider.System));
            await power.BeginAsync(ct);
            app = Compose(options, power);
            app.Services.GetRequiredService<RunKeeper>();
            power.Attach(app.Services);
            await ListenAsync(app, options, ct);
            return new EdgeDaemon(state, power, app, await ControlServer.StartAsync(options.State, app.Services, ct));
        }
        catch
        {
            power?.Stop();
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            power?.Dispose();
            state.Dispose();
            throw;
        }
    }

    /// <summary>Returns when the process is told to stop, <paramref name="ct"/> is cancelled, or the LAN loop met a bug.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        Task loop = Services.GetRequiredService<PeerLoop>().Completion;
        await await Task.WhenAny(_app.WaitForShutdownAsync(ct), loop);
    }

    public async ValueTask DisposeAsync()
    {
        // First of all: from here on the power may go as well.
        _power.Stop();
        // Each has its own budget, so together they take as long as the slowest; a request that is cut must not keep the rest from ending in order.
        Task[] ends =
        [
            _control.DisposeAsync().AsTask(),
            _app.StopAsync(CancellationToken.None),
            Services.GetRequiredService<EdgeBus>().DisposeAsync().AsTask(),
        ];
        await Task.WhenAll(ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Services.GetRequiredService<PeerLoop>().SayGone();
        await Services.GetRequiredService<PeerLoop>().DisposeAsync();
        await Services.GetRequiredService<Fetcher>().DisposeAsync();
        Services.GetRequiredService<RunKeeper>().Stop();
        await _app.DisposeAsync();
        _power.Dispose();
        _state.Dispose();
    }

    private static async Task ListenAsync(WebApplication app, EdgeOptions options, CancellationToken ct)
    {
        IReadOnlyList<string> addresses = await WebHost.ListenAsync(app, ct);
        app.Services.GetRequiredService<StatusProbe>().Addresses = addresses;
        ushort port = (ushort)new Uri(addresses[0].Replace("[::]", "localhost", StringComparison.Ordinal)).Port;
        Wire(app.Services);
        app.Services.GetRequiredService<ResponderOptions>().HttpPort = IsOpenToPeers(app.Services, options) ? port : (ushort)0;
        app.Services.GetRequiredService<PeerLoop>().Start();
        await app.Services.GetRequiredService<EdgeBus>().StartAsync(port, ct);
    }

    private static WebApplication Compose(EdgeOptions options, EdgePower power)
    {
        WebApplicationBuilder builder = WebHost.CreateBuilder([options.Listen]);
        builder.Services.AddEdge(options, power);
        WebApplication app = builder.Build();
        app.Services.GetRequiredService<EdgeEndpoints>().Map(app);
        app.Services.GetRequiredService<GatewayEndpoints>().Map(app);
        _ = app.Services.GetRequiredService<EdgeMeters>();
        app.MapMetrics();
        return app;
    }

    /// <summary>A peer fetches from the address that it hears this node's answers from: HTTP must listen there too.</summary>
    private static bool IsOpenToPeers(IServiceProvider services, EdgeOptions options)
    {
        IPAddress listens = IPEndPoint.Parse(options.Listen).Address;
        bool open = listens.Equals(IPAddress.Any) || listens.Equals(IPAddress.IPv6Any)
            || services.GetRequiredService<UdpPort>().Interfaces.Any(lan => LanAddress.Of(lan.Address).Equals(listens));
        services.GetRequiredService<StatusProbe>().IsOpenToPeers = open;
        return open;
    }

    private static void Wire(IServiceProvider services)
    {
        services.GetRequiredService<GatewayEndpoints>().Answered += services.GetRequiredService<EdgeCounts>().Answered;
        services.GetRequiredService<InstanceSource>().Back += services.GetRequiredService<PeerLoop>().WakeSleepers;
    }
}
