namespace Decent.Nano.Tests.Http;

/// <summary>A server that answers each request by a script of its own.</summary>
internal sealed class HttpServer
{
    public const string Host = "10.0.0.2";
    public const string Url = "http://10.0.0.2/api/v1/block/00";

    public HttpServer(Interpreter nano, Action<Wire> answer, string host = Host) => nano.Lan.Listen(host, 80, wire => wire.OnSent = thing =>
    {
        Requests.Add((string)thing);
        nano.Play("server", () => answer(wire));
    });

    public List<string> Requests { get; } = [];

    /// <summary>A whole answer at once.</summary>
    public static Action<Wire> With(byte[] body, int status = 200, bool telling = true, string? proof = null) => wire =>
    {
        wire.Send(new HttpHead(status, telling ? body.Length : -1, proof));
        if (body.Length > 0) wire.Send(body);
        wire.CloseFar();
    };
}
