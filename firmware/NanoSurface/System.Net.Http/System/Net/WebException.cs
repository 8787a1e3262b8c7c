namespace System.Net;

public class WebException : InvalidOperationException
{
    public WebException() => throw null;
    public WebException(string a) => throw null;
    public WebException(string a, Exception b) => throw null;
    public WebException(string a, WebExceptionStatus b) => throw null;
    public WebException(string a, Exception b, WebExceptionStatus c, WebResponse d) => throw null;

    public WebExceptionStatus Status { get => throw null; }
    public WebResponse Response { get => throw null; }
}
