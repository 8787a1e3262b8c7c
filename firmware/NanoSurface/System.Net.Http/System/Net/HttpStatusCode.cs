namespace System.Net;

public enum HttpStatusCode
{
    OK = 200,
    NotFound = 404,
}
