namespace System;

public class IndexOutOfRangeException : SystemException
{
    public IndexOutOfRangeException() => throw null;
    public IndexOutOfRangeException(string a) => throw null;
    public IndexOutOfRangeException(string a, Exception b) => throw null;
}
