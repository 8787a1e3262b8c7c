namespace System.Threading;

public class CancellationTokenSource : IDisposable
{
    public CancellationTokenSource(int a) => throw null;
    public CancellationTokenSource() => throw null;

    public CancellationToken Token { get => throw null; }

    public void Dispose() => throw null;
}
