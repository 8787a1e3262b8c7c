namespace System;

public class NotSupportedException : SystemException
{
    public NotSupportedException() => throw null;
    public NotSupportedException(string a) => throw null;
    public NotSupportedException(string a, Exception b) => throw null;
}
