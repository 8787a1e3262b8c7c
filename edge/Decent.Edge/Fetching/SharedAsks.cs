using System.Collections.Concurrent;

namespace Decent.Edge.Fetching;

/// <summary>Callers that want the same thing at the same time ask once. The question outlives the caller that began it.</summary>
internal sealed class SharedAsks<TKey, TAnswer>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TAnswer>>> _asks = new();

    public Task<TAnswer> AskAsync(TKey key, Func<Task<TAnswer>> ask, CancellationToken ct) =>
        _asks.GetOrAdd(key, _ => new Lazy<Task<TAnswer>>(() => Task.Run(() => OnceAsync(key, ask), CancellationToken.None))).Value.WaitAsync(ct);

    private async Task<TAnswer> OnceAsync(TKey key, Func<Task<TAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        finally
        {
            _asks.TryRemove(key, out _);
        }
    }
}
