namespace System;

public class ArgumentOutOfRangeException : ArgumentException
{
    public ArgumentOutOfRangeException() => throw null;
    public ArgumentOutOfRangeException(string a) => throw null;
    public ArgumentOutOfRangeException(string a, string b) => throw null;
}
