namespace nanoFramework.Runtime.Native;

public static class ExecutionConstraint
{
    public static void Install(int a, int b) => throw null;
}
