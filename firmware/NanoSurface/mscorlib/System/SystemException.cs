namespace System;

public class SystemException : Exception
{
    public SystemException() => throw null;
    public SystemException(string a) => throw null;
    public SystemException(string a, Exception b) => throw null;
}
