namespace System;

public static class GC
{
    public static void WaitForPendingFinalizers() => throw null;
    public static void SuppressFinalize(object a) => throw null;
    public static void ReRegisterForFinalize(object a) => throw null;
}
