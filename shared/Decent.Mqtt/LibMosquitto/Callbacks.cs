using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Decent.Mqtt.LibMosquitto;

/// <summary>
/// Where the library calls back. An exception must not unwind through its frames, so each is kept by the session, which fails with it
/// as soon as the library has returned.
/// </summary>
internal static unsafe class Callbacks
{
    public static void Attach(nint handle)
    {
        Native.OnConnect(handle, &Connected);
        Native.OnDisconnect(handle, &Disconnected);
        Native.OnPublish(handle, &Published);
        Native.OnSubscribe(handle, &Subscribed);
        Native.OnMessage(handle, &Received);
        Native.OnLog(handle, &Logged);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Connected(nint handle, nint user, int code, int flags, nint properties) =>
        Run(user, session => session.Connected(code));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Disconnected(nint handle, nint user, int code, nint properties) =>
        Run(user, session => session.Disconnected(code));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Published(nint handle, nint user, int mid, int code, nint properties) =>
        Run(user, session => session.Published(mid, code));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Subscribed(nint handle, nint user, int mid, int count, int* granted, nint properties)
    {
        var code = count > 0 ? granted[0] : 128;
        Run(user, session => session.Subscribed(mid, code));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Received(nint handle, nint user, NativeMessage* message)
    {
        var copy = *message;
        Run(user, session => session.Received(copy));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Logged(nint handle, nint user, int level, nint line)
    {
        if (level == Native.LogError)
            Run(user, session => session.Complained(Marshal.PtrToStringUTF8(line) ?? ""));
    }

    private static void Run(nint user, Action<Session> action)
    {
        if (GCHandle.FromIntPtr(user).Target is not Session session)
            return;
        try
        {
            action(session);
        }
        catch (Exception exception)
        {
            session.Failure ??= exception;
        }
    }
}
