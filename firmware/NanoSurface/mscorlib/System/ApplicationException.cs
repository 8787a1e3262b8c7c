namespace System;

public class ApplicationException : Exception
{
    public ApplicationException() => throw null;
    public ApplicationException(string a) => throw null;
    public ApplicationException(string a, Exception b) => throw null;
}
