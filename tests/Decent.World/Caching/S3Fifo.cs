namespace Decent.World.Caching;

/// <summary>
/// S3-FIFO (Yang and others, SOSP 2023), for comparison: a small queue for newcomers, a tenth of the slots, a main queue for those that were asked
/// for again, and a ghost queue of names as long as the main one.
/// </summary>
public sealed class S3Fifo(int slots) : ICachePolicy
{
    private const int UsesMax = 3;
    private readonly int _smallMax = Math.Max(1, slots / 10);
    private readonly Queue<int> _small = [];
    private readonly Queue<int> _main = [];
    private readonly Queue<int> _ghosts = [];
    private readonly Dictionary<int, int> _uses = [];
    private readonly Dictionary<int, int> _ghostCounts = [];

    public long Writes { get; private set; }

    public bool Ask(int wanted)
    {
        if (_uses.TryGetValue(wanted, out int uses))
        {
            _uses[wanted] = Math.Min(UsesMax, uses + 1);
            return true;
        }

        while (_uses.Count >= slots)
        {
            if (_small.Count > _smallMax || _main.Count == 0) EvictSmall();
            else EvictMain();
        }

        (_ghostCounts.ContainsKey(wanted) ? _main : _small).Enqueue(wanted);
        _uses[wanted] = 0;
        Writes++;
        return false;
    }

    private void EvictSmall()
    {
        while (_small.TryDequeue(out int oldest))
        {
            if (_uses[oldest] > 1)
            {
                _uses[oldest] = 0;
                _main.Enqueue(oldest);
                continue;
            }

            _uses.Remove(oldest);
            Remember(oldest);
            return;
        }
    }

    private void EvictMain()
    {
        while (_main.TryDequeue(out int oldest))
        {
            if (_uses[oldest] == 0)
            {
                _uses.Remove(oldest);
                return;
            }

            _uses[oldest]--;
            _main.Enqueue(oldest);
        }
    }

    private void Remember(int gone)
    {
        _ghosts.Enqueue(gone);
        _ghostCounts[gone] = _ghostCounts.GetValueOrDefault(gone) + 1;
        if (_ghosts.Count <= slots - _smallMax) return;
        int forgotten = _ghosts.Dequeue();
        if (--_ghostCounts[forgotten] == 0) _ghostCounts.Remove(forgotten);
    }
}
