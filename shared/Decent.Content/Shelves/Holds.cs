namespace Decent.Content.Shelves;

/// <summary>
/// How often each object is in use: by an open reader or by an import in progress. A held object is not evicted. Two objects with one name hold each
/// other.
/// </summary>
internal sealed class Holds
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _counts = [];

    public void Add(Cid cid)
    {
        lock (_gate)
        {
            _counts[cid.Name] = _counts.GetValueOrDefault(cid.Name) + 1;
        }
    }

    public void Remove(Cid cid)
    {
        lock (_gate)
        {
            int left = _counts[cid.Name] - 1;
            if (left == 0)
            {
                _counts.Remove(cid.Name);
            }
            else
            {
                _counts[cid.Name] = left;
            }
        }
    }

    public bool Has(long name)
    {
        lock (_gate)
        {
            return _counts.ContainsKey(name);
        }
    }
}
