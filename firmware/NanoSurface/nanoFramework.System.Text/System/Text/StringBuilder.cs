namespace System.Text;

public class StringBuilder
{
    public StringBuilder(string a, int b, int c, int d) => throw null;
    public StringBuilder(string a, int b) => throw null;
    public StringBuilder(int a, int b) => throw null;
    public StringBuilder(int a) => throw null;
    public StringBuilder(string a) => throw null;
    public StringBuilder() => throw null;

    public int MaxCapacity { get => throw null; }
    public char this[int a] { get => throw null; set => throw null; }
    public int Capacity { get => throw null; set => throw null; }
    public int Length { get => throw null; set => throw null; }

    public StringBuilder Append(bool a) => throw null;
    public StringBuilder Append(byte a) => throw null;
    public StringBuilder Append(char a) => throw null;
    public StringBuilder Append(double a) => throw null;
    public StringBuilder Append(short a) => throw null;
    public StringBuilder Append(char[] a) => throw null;
    public StringBuilder Append(int a) => throw null;
    public StringBuilder Append(long a) => throw null;
    public StringBuilder Append(object a) => throw null;
    public StringBuilder Append(string a) => throw null;
    public StringBuilder Append(sbyte a) => throw null;
    public StringBuilder Append(float a) => throw null;
    public StringBuilder Append(ushort a) => throw null;
    public StringBuilder Append(uint a) => throw null;
    public StringBuilder Append(ulong a) => throw null;
    public StringBuilder Append(string a, int b, int c) => throw null;
    public StringBuilder Append(char[] a, int b, int c) => throw null;
    public StringBuilder Append(char a, int b) => throw null;
    public StringBuilder Remove(int a, int b) => throw null;
    public StringBuilder Insert(int a, string b, int c) => throw null;
    public StringBuilder Insert(int a, char[] b, int c, int d) => throw null;
    public StringBuilder Replace(char a, char b, int c, int d) => throw null;
    public StringBuilder Replace(char a, char b) => throw null;
    public StringBuilder Replace(string a, string b, int c, int d) => throw null;
    public StringBuilder Replace(string a, string b) => throw null;
    public StringBuilder Clear() => throw null;
    public override string ToString() => throw null;
    public string ToString(int a, int b) => throw null;
    public StringBuilder AppendLine(string a) => throw null;
    public StringBuilder AppendLine() => throw null;
}
