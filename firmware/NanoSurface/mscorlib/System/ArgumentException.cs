namespace System;

public class ArgumentException : SystemException
{
    public ArgumentException() => throw null;
    public ArgumentException(string a) => throw null;
    public ArgumentException(string a, Exception b) => throw null;
    public ArgumentException(string a, string b) => throw null;
    public ArgumentException(string a, string b, Exception c) => throw null;

    public override string Message { get => throw null; }
    public string ParamName { get => throw null; }

    public static void ThrowIfNullOrEmpty(string a, string b = null) => throw null;
}
