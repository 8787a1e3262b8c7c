using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Hosting.Runs;
using Decent.Peer;
using Decent.Protocol.Frames;

namespace Decent.Edge.Bus;

/// <summary>
/// What this edge and the instance say to each other of its runs: claims go up as <see cref="Decent.Peer.Availability.RunAccount"/> has them due, grants
/// and acknowledgements come down. A frame counts only with the seal of the node's key and for the current link.
/// </summary>
public sealed class RunTalk(EdgeOptions options, RunKeeper runs, MonotonicClock clock, ILogger<RunTalk> log)
{
    // The account has no clock: while something is awaited it is asked each second whether to claim again.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly Hmac Hmac = new();
    private readonly byte[] _key = NodeKey.Read(options.Credentials);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The link stands and the birth was said: what was claimed on the one before may be lost.</summary>
    public void Linked()
    {
        runs.With((account, nowMs) => account.OnLink(nowMs));
        Wake();
    }

    /// <summary>Takes a frame from the instance for <paramref name="link"/>; false when it is none, forged, or for another link. Never throws.</summary>
    public bool Take(byte[] frame, ulong link)
    {
        Envelope envelope = new();
        if (!envelope.TryRead(frame, frame.Length) || envelope.Link != link || !DownSeal.IsGood(Hmac, _key, frame, frame.Length))
        {
            return false;
        }

        LogAck ack = new();
        if (ack.TryRead(frame, frame.Length))
        {
            runs.Acknowledge(ack.Upto);
            return true;
        }

        RunGrant grant = new();
        return grant.TryRead(frame, frame.Length) && TakeGrant(grant);
    }

    /// <summary>Says what is due until <paramref name="ct"/>; <paramref name="send"/> gives false when it did not go out.</summary>
    public async Task SayAsync(Func<RunClaim, Task<bool>> send, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            TaskCompletionSource due = _due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            RunClaim claim = new();
            while (runs.With((account, nowMs) => account.TryClaim(nowMs, claim)) && await send(claim))
            {
                runs.With((account, nowMs) => account.Claimed(nowMs));
            }

            SayIfClosed();
            TimeSpan pause = runs.With((account, _) => account.IsAwaiting) ? Pace : Timeout.InfiniteTimeSpan;
            await due.Task.WaitAsync(pause, clock.Time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks for this run's termination hash; ends when it is stored and that was said. At once when the run was never opened.</summary>
    public Task CloseAsync()
    {
        bool asks = runs.With((account, nowMs) =>
        {
            bool isOpen = account.IsOpen;
            if (isOpen)
            {
                account.Close(nowMs);
            }

            return isOpen;
        });
        Wake();
        return asks ? _closed.Task : Task.CompletedTask;
    }

    private bool TakeGrant(RunGrant grant)
    {
        (bool taken, byte verdict, bool opened) = runs.With((account, _) =>
        {
            bool wasOpen = account.IsOpen;
            return (account.Take(grant), account.Verdict, !wasOpen && account.IsOpen);
        });
        if (opened)
        {
            log.Judged(RunVerdict.Word(verdict));
        }

        Wake();
        return taken;
    }

    private void SayIfClosed()
    {
        if (runs.With((account, _) => account.IsClosed))
        {
            _closed.TrySetResult();
        }
    }

    private void Wake() => _due.TrySetResult();
}
