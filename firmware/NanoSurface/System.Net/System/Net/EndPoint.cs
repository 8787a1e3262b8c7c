namespace System.Net;

public abstract class EndPoint
{
    protected EndPoint() => throw null;
}
