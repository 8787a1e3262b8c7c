namespace System.Runtime.CompilerServices;

public static class RuntimeHelpers
{
    public static void InitializeArray(Array a, RuntimeFieldHandle b) => throw null;
}
