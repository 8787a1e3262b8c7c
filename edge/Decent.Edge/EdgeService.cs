using Decent.Content;
using Decent.Edge.Bus;
using Decent.Edge.Power;
using Decent.Hosting.Peers;
using Decent.Hosting.Systemd;

namespace Decent.Edge;

/// <summary>
/// The edge as a unit of systemd: ready once it serves, alive while its index, its LAN loop and its power guard answer, stopping before it ends. Without
/// systemd: nothing.
/// </summary>
internal sealed class EdgeService : IAsyncDisposable
{
    private readonly SystemdNotifier _notifier;
    private readonly EdgeDaemon _daemon;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Says that a daemon is ready and watches it from then on.</summary>
    public EdgeService(SystemdNotifier notifier, EdgeDaemon daemon)
    {
        (_notifier, _daemon) = (notifier, daemon);
        ILogger log = daemon.Services.GetRequiredService<ILogger<EdgeService>>();
        notifier.Ready($"Serving on {string.Join(' ', daemon.Addresses)}");
        _watching = SystemdWatchdog.RunAsync(notifier, LookAsync, log.NotAlive, daemon.Services.GetRequiredService<TimeProvider>(), _stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _notifier.Stopping();
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task<string?> LookAsync(CancellationToken ct)
    {
        await _daemon.Services.GetRequiredService<PeerLoop>().AnswerAsync(ct);
        _daemon.Services.GetRequiredService<ContentStore>().TryFindHeadByKey(new byte[16], out _);
        PowerState state = _daemon.Services.GetRequiredService<EdgePower>().Report().State;
        string served = $"{_daemon.Services.GetRequiredService<EdgeCounts>().Requests} requests served";
        return state == PowerState.Running ? served : $"Mains is gone; {served}";
    }
}
