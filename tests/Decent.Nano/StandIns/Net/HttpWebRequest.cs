using System.IO;
using System.Net.Sockets;
using Decent.Nano;

namespace System.Net;

/// <summary>
/// nanoFramework's: <see cref="Timeout"/> begins only when the request is sent, so that neither the look-up of the name nor the connection is within
/// it, and the body is limited by <see cref="ReadWriteTimeout"/> for each read.
/// </summary>
internal sealed class HttpWebRequest(string url) : WebRequest
{
    private readonly Uri _url = new(url);
    private Wire? _wire;
    private bool _answered;

    public int Timeout { get; set; } = 100_000;

    public int ReadWriteTimeout { get; set; } = 300_000;

    public bool KeepAlive { get; set; } = true;

    public override WebResponse GetResponse()
    {
        var interpreter = Interpreter.Current;
        interpreter.Census.HttpRequests++;
        try
        {
            var address = interpreter.Lan.Look(_url.Host);
            _wire = new Wire(address, _url.Port);
            _wire.Connect();
            _wire.SendNear(_url.PathAndQuery);
            var head = _wire.Receive(Timeout) as HttpHead ?? throw new IOException("no answer");
            _answered = true;
            return new HttpWebResponse(_wire, head, ReadWriteTimeout);
        }
        catch (SocketException e)
        {
            _wire?.CloseNear();
            throw new WebException("GetResponse() failed", e);
        }
        catch (Exception e) when (e is not InterpreterOverException)
        {
            throw new WebException("GetResponse() failed", e);
        }
    }

    public override void Dispose()
    {
        if (!_answered) _wire?.CloseNear();
    }
}

internal sealed class HttpWebResponse(Wire wire, HttpHead head, int readMs) : WebResponse
{
    public HttpStatusCode StatusCode { get; } = (HttpStatusCode)head.Status;

    public long ContentLength { get; } = head.Length;

    public WebHeaderCollection Headers
    {
        get
        {
            WebHeaderCollection headers = new();
            if (head.Proof is not null) headers["Decent-Mac"] = head.Proof;
            return headers;
        }
    }

    public Stream GetResponseStream() => new HttpBody(wire, head.Length, readMs);

    public override void Dispose() => wire.CloseNear();
}
