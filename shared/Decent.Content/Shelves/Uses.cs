using Decent.Content.Disk;
using Decent.Content.Index;

namespace Decent.Content.Shelves;

/// <summary>Remembers in memory which objects were used since, so that a read costs no write; told to the index in batches.</summary>
internal sealed class Uses(IndexWriter index, WriteGate gate)
{
    private const int BatchMax = 256;

    private readonly Lock _gate = new();
    private Dictionary<Cid, long> _since = [];
    private long _clock = index.UsedMax;

    /// <summary>A number above every one before it: order of use without a wall clock, which a Pi may not have.</summary>
    public long Next() => Interlocked.Increment(ref _clock);

    public void Note(Cid cid)
    {
        bool full;
        lock (_gate)
        {
            _since[cid] = Next();
            full = _since.Count >= BatchMax;
        }

        if (full)
        {
            Flush();
        }
    }

    public void Flush()
    {
        // A read must not fail because nothing is written now: what was used is told later.
        using WriteGate.Scope write = gate.EnterIfOpen();
        if (!write.IsEntered)
        {
            return;
        }

        Dictionary<Cid, long> batch;
        lock (_gate)
        {
            (batch, _since) = (_since, []);
        }

        if (batch.Count > 0)
        {
            index.Touch(batch);
        }
    }
}
