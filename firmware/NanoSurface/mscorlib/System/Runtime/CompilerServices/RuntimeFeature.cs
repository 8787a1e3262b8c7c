namespace System.Runtime.CompilerServices;

public static class RuntimeFeature
{
    public static bool IsSupported(string a) => throw null;
}
