namespace Decent.Content.Shelves;

/// <summary>How often each object is in use: by an open reader or by an import in progress. A held object is not evicted.</summary>
internal sealed class Holds
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Cid, int> _counts = [];

    public void Add(Cid cid)
    {
        lock (_gate)
        {
            _counts[cid] = _counts.GetValueOrDefault(cid) + 1;
        }
    }

    public void Remove(Cid cid)
    {
        lock (_gate)
        {
            int left = _counts[cid] - 1;
            if (left == 0)
            {
                _counts.Remove(cid);
            }
            else
            {
                _counts[cid] = left;
            }
        }
    }

    public bool Has(Cid cid)
    {
        lock (_gate)
        {
            return _counts.ContainsKey(cid);
        }
    }
}
