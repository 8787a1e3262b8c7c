namespace System;

public class ObjectDisposedException : SystemException
{
    public ObjectDisposedException() => throw null;
    public ObjectDisposedException(string a) => throw null;
    public ObjectDisposedException(string a, Exception b) => throw null;
}
