namespace System.Threading;

public struct CancellationToken
{
    public CancellationToken(bool a) => throw null;

    public static CancellationToken None { get => throw null; }
    public bool IsCancellationRequested { get => throw null; }
    public bool CanBeCanceled { get => throw null; }
    public WaitHandle WaitHandle { get => throw null; }

    public CancellationTokenRegistration Register(Action a) => throw null;
    public bool Equals(CancellationToken a) => throw null;
    public override bool Equals(object a) => throw null;
    public override int GetHashCode() => throw null;
    public void ThrowIfCancellationRequested() => throw null;
}
