namespace System;

public class InvalidOperationException : SystemException
{
    public InvalidOperationException() => throw null;
}
