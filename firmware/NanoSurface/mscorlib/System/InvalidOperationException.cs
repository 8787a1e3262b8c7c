namespace System;

public class InvalidOperationException : SystemException
{
    public InvalidOperationException() => throw null;
    public InvalidOperationException(string a) => throw null;
    public InvalidOperationException(string a, Exception b) => throw null;
}
