namespace System.Net;

public enum AuthenticationType
{
    Basic = 0,
    WindowsLive = 1,
}
