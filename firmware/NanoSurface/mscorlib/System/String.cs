using System.Runtime.CompilerServices;

namespace System;

public sealed class String
{
    public String(char[] a) => throw null;

    [IndexerName("Chars")]
    public char this[int a] { get => throw null; }
    public int Length { get => throw null; }

    public static bool operator ==(string a, string b) => throw null;
    public static bool operator !=(string a, string b) => throw null;
    public string Substring(int a) => throw null;
    public string Substring(int a, int b) => throw null;
    public int IndexOf(char a) => throw null;
    public int IndexOf(char a, int b) => throw null;
    public int LastIndexOf(char a) => throw null;
    public static string Concat(string a, string b) => throw null;
    public static string Concat(string a, string b, string c) => throw null;
    public static string Concat(string a, string b, string c, string d) => throw null;
    public static string Concat(params string[] a) => throw null;
    public bool StartsWith(string a) => throw null;
}
