namespace System.Threading;

public struct CancellationTokenRegistration : IDisposable
{
    public void Dispose() => throw null;
    public static bool operator ==(CancellationTokenRegistration a, CancellationTokenRegistration b) => throw null;
    public static bool operator !=(CancellationTokenRegistration a, CancellationTokenRegistration b) => throw null;
    public override bool Equals(object a) => throw null;
    public bool Equals(CancellationTokenRegistration a) => throw null;
    public override int GetHashCode() => throw null;
}
