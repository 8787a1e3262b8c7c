namespace nanoFramework.Runtime.Native;

public class Power
{
    public Power() => throw null;

    public static void RebootDevice(RebootOption a) => throw null;
}
