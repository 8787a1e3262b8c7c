namespace Decent.Edge.Fetching.Sharing;

/// <summary>One source's turn at one leaf; null is the instance. Cancelled when another source was faster.</summary>
internal sealed class LeafTurn(int leaf, Sharer? source, long sinceMs, CancellationToken stopped) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopped);

    public int Leaf => leaf;

    public Sharer? Source => source;

    public long SinceMs => sinceMs;

    public CancellationToken Token => _stop.Token;

    public void Cancel() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();
}
