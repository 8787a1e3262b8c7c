using Decent.Hosting.Systemd;
using Decent.Instance.Control;

namespace Decent.Instance;

/// <summary>The instance as a unit of systemd: ready once it answers, alive while its index does, stopping before it ends. Without systemd: nothing.</summary>
internal sealed class InstanceService : IAsyncDisposable
{
    private readonly SystemdNotifier _notifier;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Says that a daemon is ready and watches it from then on.</summary>
    public InstanceService(SystemdNotifier notifier, InstanceDaemon daemon)
    {
        _notifier = notifier;
        var status = daemon.Services.GetRequiredService<StatusProbe>();
        var log = daemon.Services.GetRequiredService<ILogger<InstanceService>>();
        notifier.Ready($"Listening on {string.Join(' ', daemon.Addresses)}");
        _watching = SystemdWatchdog.RunAsync(
            notifier, _ => Task.FromResult<string?>(status.Line()), log.NotAlive, daemon.Services.GetRequiredService<TimeProvider>(), _stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _notifier.Stopping();
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }
}
