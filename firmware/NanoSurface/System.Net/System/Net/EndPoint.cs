namespace System.Net;

public abstract class EndPoint
{
    protected EndPoint() => throw null;

    public virtual SocketAddress Serialize() => throw null;
    public virtual EndPoint Create(SocketAddress a) => throw null;
}
