namespace System;

public class ArgumentNullException : ArgumentException
{
    public ArgumentNullException() => throw null;
    public ArgumentNullException(string a) => throw null;
    public ArgumentNullException(string a, Exception b) => throw null;
    public ArgumentNullException(string a, string b) => throw null;

    public static void ThrowIfNull(object a, string b = null) => throw null;
}
