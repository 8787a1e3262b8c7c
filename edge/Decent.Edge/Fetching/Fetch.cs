using Decent.Content;
using Decent.Content.Disk;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>
/// One key's fetch, from its first caller to its last sleeper's end: wave after wave of its missing files. Callers that come while it is on the way
/// share it; one that comes while it sleeps wakes it.
/// </summary>
internal sealed class Fetch(ContentStore store, FetchSources sources, Manifest manifest, IReadOnlyList<ManifestEntry> entries, Head? head,
    CancellationToken stopped)
{
    /// <summary>Rounds that end with "found" and yet with something missing, as when the cache is cleared meanwhile.</summary>
    private const int RoundsMax = 3;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<LookupOutcome> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<Quest> _asleep = [];
    private int _started;

    /// <summary>What it brought.</summary>
    public FetchEnd End { get; } = new();

    /// <summary>Nothing happens any more; never faulted.</summary>
    public Task Ended => _ended.Task;

    /// <summary>True for the one caller that started it.</summary>
    public bool TryStart()
    {
        bool first = Interlocked.Exchange(ref _started, 1) == 0;
        if (first)
        {
            _ = Task.Run(RunAsync, CancellationToken.None);
        }

        return first;
    }

    /// <summary>What the caller is told, at the latest when nobody is left to ask.</summary>
    public Task<LookupOutcome> JoinAsync()
    {
        IReadOnlyList<Quest> asleep;
        Task<LookupOutcome> told;
        lock (_lock)
        {
            (asleep, _asleep) = (_asleep, []);
            if (asleep.Count > 0)
            {
                _told = new TaskCompletionSource<LookupOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            told = _told.Task;
        }

        if (asleep.Count > 0)
        {
            _ = WakeAsync(asleep);
        }

        return told;
    }

    /// <summary>The worst of several outcomes: what is refused or unknown cannot become whole by waiting.</summary>
    public static LookupOutcome Worst(IEnumerable<LookupOutcome> outcomes) => outcomes.DefaultIfEmpty(LookupOutcome.Found).MaxBy(outcome => outcome switch
    {
        LookupOutcome.Found => 0,
        LookupOutcome.TimedOut => 1,
        LookupOutcome.NotFound => 2,
        _ => 3,
    });

    private async Task RunAsync()
    {
        try
        {
            Tell(await FillAllAsync());
        }
        catch (WritesHeldException error)
        {
            End.Reason = error.Message;
            Tell(LookupOutcome.Held);
        }
        catch (Exception error) when (error is ContentRefusedException or IOException or UnauthorizedAccessException)
        {
            End.Reason = $"This edge cannot keep the content: {error.Message}";
            Tell(LookupOutcome.Refused);
        }
        catch (OperationCanceledException)
        {
            Tell(LookupOutcome.TimedOut); // The edge is stopping.
        }
        catch (Exception error)
        {
            sources.Log.FetchFailed(manifest.Root.ToString(), error);
            End.Reason = "The edge failed while fetching; its log says more.";
            Tell(LookupOutcome.Refused);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private async Task<LookupOutcome> FillAllAsync()
    {
        Queue<ManifestEntry> missing = new(entries.DistinctBy(entry => entry.Cid).Where(entry => !store.HasObject(entry.Cid)));
        while (missing.Count > 0)
        {
            await using Wave wave = Wave.Open(store, sources, manifest, missing, head, End);
            LookupOutcome outcome = await FillAsync(wave);
            if (outcome != LookupOutcome.Found)
            {
                return outcome;
            }
        }

        return LookupOutcome.Found;
    }

    private async Task<LookupOutcome> FillAsync(Wave wave)
    {
        for (int round = 0; round < RoundsMax; round++)
        {
            LookupOutcome outcome = await wave.AskAsync(stopped);
            if (outcome == LookupOutcome.TimedOut)
            {
                Sleep(wave.Quests);
                outcome = Worst(await Task.WhenAll(wave.Quests.Select(quest => quest.Ended)).WaitAsync(stopped));
                round = -1;
            }

            wave.Commit();
            if (wave.Failure is { } failure)
            {
                End.Reason = $"This edge cannot keep the content: {failure}";
                return LookupOutcome.Refused;
            }

            if (outcome != LookupOutcome.Found || wave.IsWhole)
            {
                return outcome;
            }
        }

        return LookupOutcome.TimedOut;
    }

    private async Task WakeAsync(IReadOnlyList<Quest> asleep)
    {
        LookupOutcome outcome;
        try
        {
            outcome = Worst(await Task.WhenAll(asleep.Select(quest => sources.Loop.AskAgainAsync(quest, sources.Instance.IsReachable))));
        }
        catch (OperationCanceledException)
        {
            outcome = LookupOutcome.TimedOut; // The edge is stopping.
        }

        if (outcome == LookupOutcome.TimedOut)
        {
            Sleep(asleep);
        }
    }

    private void Sleep(IReadOnlyList<Quest> quests)
    {
        lock (_lock)
        {
            _asleep = quests;
            _told.TrySetResult(LookupOutcome.TimedOut);
        }
    }

    private void Tell(LookupOutcome outcome)
    {
        lock (_lock)
        {
            _asleep = [];
            _told.TrySetResult(outcome);
        }
    }
}
