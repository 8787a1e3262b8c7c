namespace System;

public class FormatException : SystemException
{
    public FormatException() => throw null;
    public FormatException(string a) => throw null;
    public FormatException(string a, Exception b) => throw null;
}
