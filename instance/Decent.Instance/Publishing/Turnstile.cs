namespace Decent.Instance.Publishing;

/// <summary>One at a time, and a bound on those who wait.</summary>
internal sealed class Turnstile(int most) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private int _inside;

    /// <summary>Takes one of the places; false when none is left. Each true is matched by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= most)
            return true;
        Interlocked.Decrement(ref _inside);
        return false;
    }

    public void Dispose() => _turn.Dispose();

    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>Runs <paramref name="work"/> alone.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }
}
