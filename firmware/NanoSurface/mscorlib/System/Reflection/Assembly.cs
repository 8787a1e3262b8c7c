namespace System.Reflection;

public class Assembly
{
    public Assembly() => throw null;

    public string FullName { get => throw null; }

    public static Assembly GetExecutingAssembly() => throw null;
    public static Assembly GetAssembly(Type a) => throw null;
    public Type GetType(string a) => throw null;
    public Type GetType(string a, bool b) => throw null;
    public Type[] GetTypes() => throw null;
    public static Assembly Load(string a) => throw null;
    public static Assembly Load(byte[] a) => throw null;
}
