using Decent.Content;

namespace Decent.Instance.Tests.Cuts;

/// <summary>What the clients know: each content that they gave to a resource, in order, and what of it was acknowledged. Thread-safe.</summary>
internal sealed class Witness
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, List<Attempt>> _resources = new(StringComparer.Ordinal);
    private int _batches;

    /// <summary>Acknowledgements heard so far; the last one's number.</summary>
    public int Acknowledgements { get; private set; }

    /// <summary>What was given to each resource.</summary>
    public IReadOnlyDictionary<string, List<Attempt>> Resources => _resources;

    /// <summary>A client is about to publish one content.</summary>
    public Attempt Give(string id, byte[] content) => Give([(id, content)], isBatch: false)[0];

    /// <summary>A client is about to publish several contents as a batch.</summary>
    public IReadOnlyList<Attempt> GiveBatch(IEnumerable<(string Id, byte[] Content)> contents) => Give(contents, isBatch: true);

    /// <summary>A client was told that these are durable.</summary>
    /// <returns>The acknowledgement's number.</returns>
    public int Acknowledge(IEnumerable<Attempt> attempts, Head? head)
    {
        lock (_gate)
        {
            Acknowledgements++;
            foreach (var attempt in attempts)
                (attempt.Acknowledgement, attempt.Head) = (Acknowledgements, head);
            return Acknowledgements;
        }
    }

    /// <summary>What became of everything is known: what is there counts as acknowledged from now on, the rest was never given.</summary>
    /// <param name="newest">Which content each resource has; null for none.</param>
    public void Settle(Func<string, Attempt?> newest)
    {
        foreach (var (id, attempts) in _resources)
        {
            var there = newest(id) is { } found ? attempts.IndexOf(found) : -1;
            attempts.RemoveRange(there + 1, attempts.Count - there - 1);
            if (there >= 0 && attempts[there].Acknowledgement == 0)
                Acknowledge([attempts[there]], head: null);
        }
    }

    private List<Attempt> Give(IEnumerable<(string Id, byte[] Content)> contents, bool isBatch)
    {
        lock (_gate)
        {
            var batch = isBatch ? ++_batches : 0;
            List<Attempt> given = [.. contents.Select(c => new Attempt(c.Id, c.Content, batch))];
            foreach (var attempt in given)
            {
                if (!_resources.TryGetValue(attempt.Id, out var attempts))
                    _resources[attempt.Id] = attempts = [];
                attempts.Add(attempt);
            }
            return given;
        }
    }
}
