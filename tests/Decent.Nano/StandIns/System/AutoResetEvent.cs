using Decent.Nano;

namespace System.Threading;

/// <summary>nanoFramework's: a wait with a limit has two arguments.</summary>
internal sealed class AutoResetEvent(bool set)
{
    private bool _set = set;

    public bool Set() => _set = true;

    public bool Reset()
    {
        _set = false;
        return true;
    }

    public bool WaitOne() => WaitOne(-1, false);

    public bool WaitOne(int ms, bool exitContext)
    {
        if (!Interpreter.Current.Wait(() => _set, ms)) return false;
        _set = false;
        return true;
    }
}
