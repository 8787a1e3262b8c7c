namespace System;

public class InvalidCastException : SystemException
{
    public InvalidCastException() => throw null;
    public InvalidCastException(string a) => throw null;
    public InvalidCastException(string a, Exception b) => throw null;
}
