namespace System;

public class TimeoutException : SystemException
{
    public TimeoutException() => throw null;
    public TimeoutException(string a) => throw null;
    public TimeoutException(string a, Exception b) => throw null;
}
