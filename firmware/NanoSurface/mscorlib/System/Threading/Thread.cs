namespace System.Threading;

public class Thread
{
    public Thread(ThreadStart a) => throw null;

    public bool IsAlive { get => throw null; }

    public void Start() => throw null;
}
