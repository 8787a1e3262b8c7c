using Decent.Nano;

namespace System.Threading;

internal sealed class Thread(ThreadStart body)
{
    private NanoThread? _thread;

    public bool IsAlive => _thread is { Ended: false };

    public void Start() => _thread = Interpreter.Current.Make(body.Method.DeclaringType!.Name + "." + body.Method.Name, false, body.Invoke);
}
