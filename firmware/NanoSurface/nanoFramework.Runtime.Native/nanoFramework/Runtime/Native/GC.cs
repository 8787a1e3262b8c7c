namespace nanoFramework.Runtime.Native;

public static class GC
{
    public static uint Run(bool a) => throw null;
}
