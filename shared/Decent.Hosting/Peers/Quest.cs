using Decent.Peer.Lookup;

namespace Decent.Hosting.Peers;

/// <summary>
/// One question as the loop drives it. All members but the two tasks belong to the loop's thread.
/// </summary>
public abstract class Quest
{
    private TaskCompletionSource<LookupOutcome> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LookupOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the caller is told, at the latest when nobody is left to ask.</summary>
    public Task<LookupOutcome> Told => Volatile.Read(ref _told).Task;

    /// <summary>How it ended in the end: a sleeper may still find what its caller was refused.</summary>
    public Task<LookupOutcome> Ended => _ended.Task;

    /// <summary>For logs: what is looked for.</summary>
    public required string What { get; init; }

    internal bool IsAsleep { get; private set; }

    internal long AsleepSinceMs { get; private set; }

    internal abstract ulong Nonce { get; }

    internal abstract long WakeAtMs { get; }

    internal abstract bool Receive(long nowMs, uint address, ushort port, byte[] datagram, int count);

    internal abstract LookupStep Tick(long nowMs);

    internal abstract void OnVerified(long nowMs, int block);

    internal abstract void OnInstance(long nowMs, InstanceAnswer answer);

    internal abstract void OnPeersExhausted(long nowMs);

    internal abstract void Wake(long nowMs, bool instanceReachable);

    /// <summary>A new caller: wakes it when it sleeps. What that caller is told, as <see cref="Told"/> then has it too.</summary>
    internal Task<LookupOutcome> AskAgain(long nowMs, bool instanceReachable)
    {
        if (IsAsleep && !_ended.Task.IsCompleted)
        {
            Volatile.Write(ref _told, new TaskCompletionSource<LookupOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
            IsAsleep = false;
            Wake(nowMs, instanceReachable);
        }

        return _ended.Task.IsCompleted ? _ended.Task : _told.Task;
    }

    /// <summary>Gives up for good: the loop ends or needs the room.</summary>
    internal void Abandon()
    {
        _told.TrySetResult(LookupOutcome.TimedOut);
        _ended.TrySetResult(LookupOutcome.TimedOut);
    }

    /// <summary>Passes on what the machine said; true when the quest is over.</summary>
    internal bool Settle(long nowMs, LookupStep step)
    {
        bool asleep = step == LookupStep.Sleep;
        if (asleep && !IsAsleep)
        {
            AsleepSinceMs = nowMs;
        }

        IsAsleep = asleep;
        switch (step)
        {
            case LookupStep.Found: return End(LookupOutcome.Found);
            case LookupStep.NotFound: return End(LookupOutcome.NotFound);
            case LookupStep.TimedOut or LookupStep.Sleep:
                _told.TrySetResult(LookupOutcome.TimedOut);
                return false;
            default: return false;
        }
    }

    private bool End(LookupOutcome outcome)
    {
        _told.TrySetResult(outcome);
        _ended.TrySetResult(outcome);
        return true;
    }
}
