namespace System.Net;

public class WebProxy : IWebProxy
{
    public WebProxy() => throw null;
    public WebProxy(Uri a) => throw null;
    public WebProxy(Uri a, bool b) => throw null;
    public WebProxy(string a, int b) => throw null;
    public WebProxy(string a) => throw null;
    public WebProxy(string a, bool b) => throw null;

    public Uri Address { get => throw null; set => throw null; }
    public bool BypassProxyOnLocal { get => throw null; set => throw null; }

    public Uri GetProxy(Uri a) => throw null;
    public bool IsBypassed(Uri a) => throw null;
}
