using Decent.Content;
using Decent.Edge.CatchUp;

namespace Decent.Edge.Fetching;

/// <summary>
/// The heads that this edge believes. Whatever is told of a resource comes through here: its signature is checked, a lower count or another history is
/// refused and said, and what is kept is on the disk.
/// </summary>
public sealed class HeadBook(ContentStore store, HeadTrust trust, KnownShards shards, ContentClient client, ILogger<HeadBook> log)
{
    /// <summary>Heads remembered as checked, and refusals remembered as said; beyond that all are checked, or said, again.</summary>
    private const int RememberedMax = 8192;

    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceId, Head> _checked = [];
    private readonly HashSet<(string Id, long Count, HeadOutcome Outcome)> _said = [];
    private long _refused;

    /// <summary>Heads refused since the start because a higher count or another history was believed.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The newest version of a resource that this edge believes; what it stored before it pinned a key is checked like anything else.</summary>
    public bool TryGet(ResourceId id, out Head? head) => store.TryGetHead(id, out head) && IsBelieved(head);

    /// <summary>
    /// Takes what a source told. With <paramref name="isAuthority"/> it is the instance, whose word is no older than what is remembered of its shards.
    /// </summary>
    public async Task<HeadOutcome> KeepAsync(Head head, Uri source, bool isAuthority, CancellationToken ct)
    {
        HeadVerdict verdict = trust.Judge(head);
        if (verdict == HeadVerdict.UnknownKey && await LearnAsync(source, ct))
        {
            verdict = trust.Judge(head);
        }

        if (verdict != HeadVerdict.Believed)
        {
            if (IsFirst(head, HeadOutcome.NotBelieved))
            {
                log.NotBelieved(source, head.Id.Text, verdict);
            }

            return HeadOutcome.NotBelieved;
        }

        Remember(head);
        return isAuthority ? Keep(head, source) : KeepOlder(head, source);
    }

    /// <summary>A neighbour's word may be older than what is remembered of the shard; even after a cut it must not pass for newer.</summary>
    private HeadOutcome KeepOlder(Head head, Uri source)
    {
        if (store.TryGetHead(head.Id, out Head? known) && known == head && IsBelieved(known))
        {
            return HeadOutcome.Kept;
        }

        shards.Forget(head.Id.Shard);
        try
        {
            return Keep(head, source);
        }
        finally
        {
            shards.Stored(head.Id.Shard);
        }
    }

    private HeadOutcome Keep(Head head, Uri source)
    {
        if (store.TryGetHead(head.Id, out Head? before) && !IsBelieved(before))
        {
            store.ReplaceHead(head);
            return HeadOutcome.Kept;
        }

        return store.PutHead(head) || !store.TryGetHead(head.Id, out Head? newer) ? HeadOutcome.Kept : Refuse(head, newer, source);
    }

    private HeadOutcome Refuse(Head head, Head newer, Uri source)
    {
        HeadOutcome outcome = head.Count < newer.Count ? HeadOutcome.Older : HeadOutcome.Conflict;
        Interlocked.Increment(ref _refused);
        if (!IsFirst(head, outcome))
        {
            return outcome;
        }

        if (outcome == HeadOutcome.Older)
        {
            log.Older(source, head.Count, head.Id.Text, newer.Count);
        }
        else
        {
            log.Conflict(source, head.Count, head.Id.Text, Convert.ToHexStringLower(head.Commit), Convert.ToHexStringLower(newer.Commit));
        }

        return outcome;
    }

    private async Task<bool> LearnAsync(Uri source, CancellationToken ct)
    {
        (SourceAnswer answer, byte[] json) = await client.KeysAsync(source, ct);
        HeadKeyNews news = answer == SourceAnswer.Found ? trust.Learn(json) : HeadKeyNews.Nothing;
        if (news == HeadKeyNews.Learned)
        {
            log.KeysLearned(trust.Links![^1].Key.Id, source);
        }
        else if (news == HeadKeyNews.Forked)
        {
            log.KeysForked(source);
        }

        return news == HeadKeyNews.Learned;
    }

    private bool IsBelieved(Head head)
    {
        if (!trust.IsPinned)
        {
            return true;
        }

        lock (_lock)
        {
            if (_checked.TryGetValue(head.Id, out Head? known) && known == head && known.Signature == head.Signature)
            {
                return true;
            }
        }

        bool isBelieved = trust.Judge(head) == HeadVerdict.Believed;
        if (isBelieved)
        {
            Remember(head);
        }

        return isBelieved;
    }

    private void Remember(Head head)
    {
        lock (_lock)
        {
            if (_checked.Count >= RememberedMax)
            {
                _checked.Clear();
            }

            _checked[head.Id] = head;
        }
    }

    private bool IsFirst(Head head, HeadOutcome outcome)
    {
        lock (_lock)
        {
            if (_said.Count >= RememberedMax)
            {
                _said.Clear();
            }

            return _said.Add((head.Id.Text, head.Count, outcome));
        }
    }
}
