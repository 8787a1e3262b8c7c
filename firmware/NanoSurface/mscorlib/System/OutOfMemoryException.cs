namespace System;

public class OutOfMemoryException : SystemException
{
    public OutOfMemoryException() => throw null;
    public OutOfMemoryException(string a) => throw null;
    public OutOfMemoryException(string a, Exception b) => throw null;
}
