namespace System.Threading;

public class CancellationTokenSource : IDisposable
{
    public CancellationTokenSource(int a) => throw null;
    public CancellationTokenSource(TimeSpan a) => throw null;
    public CancellationTokenSource() => throw null;

    public bool IsCancellationRequested { get => throw null; }
    public CancellationToken Token { get => throw null; }

    public void Cancel() => throw null;
    public void Cancel(bool a) => throw null;
    public void CancelAfter(TimeSpan a) => throw null;
    public void CancelAfter(int a) => throw null;
    public void Dispose() => throw null;
    protected void Dispose(bool a) => throw null;
}
