namespace System.Net.Http;

public enum HttpCompletionOption
{
    ResponseContentRead = 0,
    ResponseHeadersRead = 1,
}
