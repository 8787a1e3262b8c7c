using System.Collections;
using System.Runtime.CompilerServices;

namespace System;

public sealed class String : IComparable, IEnumerable
{
    public static readonly string Empty;

    public String(char[] a, int b, int c) => throw null;
    public String(char[] a) => throw null;
    public String(char a, int b) => throw null;

    [IndexerName("Chars")]
    public char this[int a] { get => throw null; }
    public int Length { get => throw null; }

    public IEnumerator GetEnumerator() => throw null;
    public override bool Equals(object a) => throw null;
    public static bool Equals(string a, string b) => throw null;
    public static bool operator ==(string a, string b) => throw null;
    public static bool operator !=(string a, string b) => throw null;
    public char[] ToCharArray() => throw null;
    public char[] ToCharArray(int a, int b) => throw null;
    public string[] Split(params char[] a) => throw null;
    public string[] Split(char[] a, int b) => throw null;
    public string Substring(int a) => throw null;
    public string Substring(int a, int b) => throw null;
    public string Trim(params char[] a) => throw null;
    public string TrimStart(params char[] a) => throw null;
    public string TrimEnd(params char[] a) => throw null;
    public static int Compare(string a, string b) => throw null;
    public int CompareTo(object a) => throw null;
    public int CompareTo(string a) => throw null;
    public int IndexOf(char a) => throw null;
    public int IndexOf(char a, int b) => throw null;
    public int IndexOf(char a, int b, int c) => throw null;
    public int IndexOfAny(char[] a) => throw null;
    public int IndexOfAny(char[] a, int b) => throw null;
    public int IndexOfAny(char[] a, int b, int c) => throw null;
    public int IndexOf(string a) => throw null;
    public int IndexOf(string a, int b) => throw null;
    public int IndexOf(string a, int b, int c) => throw null;
    public int LastIndexOf(char a) => throw null;
    public int LastIndexOf(char a, int b) => throw null;
    public int LastIndexOf(char a, int b, int c) => throw null;
    public int LastIndexOfAny(char[] a) => throw null;
    public int LastIndexOfAny(char[] a, int b) => throw null;
    public int LastIndexOfAny(char[] a, int b, int c) => throw null;
    public int LastIndexOf(string a) => throw null;
    public int LastIndexOf(string a, int b) => throw null;
    public int LastIndexOf(string a, int b, int c) => throw null;
    public string ToLower() => throw null;
    public string ToUpper() => throw null;
    public override string ToString() => throw null;
    public string Trim() => throw null;
    public static string Concat(object a) => throw null;
    public static string Concat(object a, object b) => throw null;
    public static string Concat(object a, object b, object c) => throw null;
    public static string Concat(params object[] a) => throw null;
    public static string Concat(string a, string b) => throw null;
    public static string Concat(string a, string b, string c) => throw null;
    public static string Concat(string a, string b, string c, string d) => throw null;
    public static string Concat(params string[] a) => throw null;
    public static string Intern(string a) => throw null;
    public static string IsInterned(string a) => throw null;
    public static string Format(string a, params object[] b) => throw null;
    public string PadLeft(int a, char b) => throw null;
    public string PadRight(int a, char b) => throw null;
    public static bool IsNullOrEmpty(string a) => throw null;
    public bool Contains(string a) => throw null;
    public bool StartsWith(string a) => throw null;
    public bool EndsWith(string a) => throw null;
}
