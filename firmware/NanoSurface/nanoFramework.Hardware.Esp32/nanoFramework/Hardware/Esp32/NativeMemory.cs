namespace nanoFramework.Hardware.Esp32;

public class NativeMemory
{
    public NativeMemory() => throw null;

    public static void GetMemoryInfo(NativeMemory.MemoryType a, out uint b, out uint c, out uint d) => throw null;

    public enum MemoryType
    {
        All = 0,
        Internal = 1,
        SpiRam = 2,
    }
}
