namespace System.Threading;

public class Thread
{
    public Thread(ThreadStart a) => throw null;

    public ThreadPriority Priority { get => throw null; set => throw null; }
    public int ManagedThreadId { get => throw null; }
    public bool IsAlive { get => throw null; }
    public static Thread CurrentThread { get => throw null; }
    public ThreadState ThreadState { get => throw null; }

    public void Start() => throw null;
    public void Abort() => throw null;
    public void Suspend() => throw null;
    public void Resume() => throw null;
    public void Join() => throw null;
    public bool Join(int a) => throw null;
    public bool Join(TimeSpan a) => throw null;
    public static void Sleep(int a) => throw null;
    public static void Sleep(TimeSpan a) => throw null;
    public static void SpinWait(int a) => throw null;
}
