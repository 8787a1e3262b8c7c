namespace nanoFramework.Runtime.Native;

public class Power
{
    public Power() => throw null;

    public static event RebootEventHandler OnRebootEvent { add => throw null; remove => throw null; }

    public static void RebootDevice(RebootOption a) => throw null;
    public static void RebootDevice(int a, RebootOption b) => throw null;
}
