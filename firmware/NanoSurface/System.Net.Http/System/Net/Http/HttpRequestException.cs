namespace System.Net.Http;

public class HttpRequestException : Exception
{
    public HttpRequestException() => throw null;
    public HttpRequestException(string a) => throw null;
    public HttpRequestException(string a, Exception b) => throw null;
}
