namespace System;

public class NotImplementedException : SystemException
{
    public NotImplementedException() => throw null;
    public NotImplementedException(string a) => throw null;
    public NotImplementedException(string a, Exception b) => throw null;
}
