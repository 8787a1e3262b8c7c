using Decent.Nano;

namespace nanoFramework.Runtime.Native;

internal static class GC
{
    public static uint Run(bool compact) => Interpreter.Current.FreeBytes;
}
