namespace System.Runtime.CompilerServices;

public static class RuntimeHelpers
{
    public static int OffsetToStringData { get => throw null; }

    public static void InitializeArray(Array a, RuntimeFieldHandle b) => throw null;
    public static object GetObjectValue(object a) => throw null;
    public static void RunClassConstructor(RuntimeTypeHandle a) => throw null;
}
