namespace Decent.Instance.Publishing.Batches;

/// <summary>What refuses a batch: how many rules are broken, and the first of them in words. Thread-safe.</summary>
internal sealed class BrokenRules
{
    /// <summary>Sentences told; the rest is a number.</summary>
    public const int Told = 20;

    private readonly Lock _gate = new();
    private readonly SortedList<int, string> _first = [];
    private int _count;

    /// <summary>Whether there is any.</summary>
    public bool Any => _count > 0;

    /// <summary>Adds one behind those before.</summary>
    public void Add(string sentence)
    {
        lock (_gate)
            Add(_count, sentence);
    }

    /// <summary>Adds one at its place in the order, which is its own.</summary>
    public void Add(int place, string sentence)
    {
        lock (_gate)
        {
            _count++;
            _first.Add(place, sentence);
            if (_first.Count > Told)
                _first.RemoveAt(Told);
        }
    }

    /// <summary>The answer that refuses.</summary>
    public BatchPublication Refuse()
    {
        lock (_gate)
            return BatchPublication.Refused([.. _first.Values], _count - _first.Count);
    }
}
