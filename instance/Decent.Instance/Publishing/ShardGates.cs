namespace Decent.Instance.Publishing;

/// <summary>Keeps shard counts without gaps: tenants write side by side, but not into one group of shards.</summary>
public sealed class ShardGates : IDisposable
{
    /// <summary>How many groups there are.</summary>
    public const int Groups = 256;

    private readonly SemaphoreSlim[] _groups = [.. Enumerable.Range(0, Groups).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for a group's turn; disposing the answer ends it. Taken after the tenant's turn, never before.</summary>
    /// <param name="group">0 to 255.</param>
    public async Task<IDisposable> EnterAsync(int group, CancellationToken ct)
    {
        await _groups[group].WaitAsync(ct);
        return new Turn(_groups[group]);
    }

    /// <summary>Waits for the turns of several groups, always in the same order, so that two who do it never wait for each other.</summary>
    /// <param name="groups">0 to 255 each, in any order.</param>
    public async Task<IDisposable> EnterAsync(IEnumerable<int> groups, CancellationToken ct)
    {
        var turns = new Turns();
        try
        {
            foreach (var group in groups.Distinct().Order())
                turns.Add(await EnterAsync(group, ct));
            return turns;
        }
        catch
        {
            turns.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in _groups)
            group.Dispose();
    }

    private sealed class Turn(SemaphoreSlim group) : IDisposable
    {
        public void Dispose() => group.Release();
    }

    private sealed class Turns : List<IDisposable>, IDisposable
    {
        public void Dispose() => ForEach(turn => turn.Dispose());
    }
}
