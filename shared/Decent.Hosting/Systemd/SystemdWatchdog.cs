namespace Decent.Hosting.Systemd;

/// <summary>Says that the daemon is alive as long as its work is seen to go on, and not merely because a timer runs.</summary>
public static class SystemdWatchdog
{
    /// <summary>Looks twice in each of the watchdog's intervals until <paramref name="ct"/>; returns at once without a watchdog.</summary>
    /// <param name="notifier">Whom to tell.</param>
    /// <param name="look">
    /// Does a piece of the daemon's real work and gives the line for <c>systemctl status</c>; null or an exception: it does not work. Whoever takes longer
    /// than half an interval does not work either.
    /// </param>
    /// <param name="failed">Receives why nothing was said.</param>
    public static async Task RunAsync(
        SystemdNotifier notifier, Func<CancellationToken, Task<string?>> look, Action<string> failed, TimeProvider time, CancellationToken ct)
    {
        if (notifier.Watchdog is not { } interval)
        {
            return;
        }

        using PeriodicTimer timer = new(interval / 2, time);
        try
        {
            do
            {
                await LookAsync(notifier, look, failed, interval / 2, time, ct);
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    private static async Task LookAsync(
        SystemdNotifier notifier, Func<CancellationToken, Task<string?>> look, Action<string> failed, TimeSpan budget, TimeProvider time, CancellationToken ct)
    {
        try
        {
            // On a thread of its own: work that hangs must not hang the one who watches it.
            if (await Task.Run(() => look(ct), ct).WaitAsync(budget, time, ct) is { } status)
            {
                notifier.Alive(status);
            }
            else
            {
                failed("the look at its work found that it does not go on");
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            failed(e.Message);
        }
    }
}
