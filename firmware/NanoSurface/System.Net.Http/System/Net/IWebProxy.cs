namespace System.Net;

public interface IWebProxy
{
    Uri GetProxy(Uri a);
    bool IsBypassed(Uri a);
}
