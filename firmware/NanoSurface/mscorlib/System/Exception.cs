namespace System;

public class Exception
{
    public int HResult;

    public Exception() => throw null;
    public Exception(string a) => throw null;
    public Exception(string a, Exception b) => throw null;

    public virtual string Message { get => throw null; }
    public Exception InnerException { get => throw null; }
    public string StackTrace { get => throw null; }

    public override string ToString() => throw null;
}
