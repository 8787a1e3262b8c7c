namespace System;

public class NullReferenceException : SystemException
{
    public NullReferenceException() => throw null;
    public NullReferenceException(string a) => throw null;
    public NullReferenceException(string a, Exception b) => throw null;
}
