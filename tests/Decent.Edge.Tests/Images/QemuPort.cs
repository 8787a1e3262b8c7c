using System.Net.Sockets;
using System.Text;

namespace Decent.Edge.Tests.Images;

/// <summary>One of QEMU's own ports, on which it answers a line with a line: <c>qmp</c> of the machine, <c>qtest</c> of its wires.</summary>
public sealed class QemuPort : IDisposable
{
    private readonly Socket _listening = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _kind;
    private readonly string _path;
    private NetworkStream? _stream;
    private GuestLines? _lines;

    /// <param name="kind"><c>qmp</c> or <c>qtest</c>.</param>
    /// <param name="path">A name for its socket that nobody has.</param>
    public QemuPort(string kind, string path)
    {
        (_kind, _path) = (kind, path);
        _listening.Bind(new UnixDomainSocketEndPoint(path));
        _listening.Listen();
    }

    /// <summary>What QEMU is told of it.</summary>
    public string[] Arguments => [$"-{_kind}", $"unix:{_path}"];

    /// <summary>Once QEMU has come.</summary>
    public async Task OpenAsync()
    {
        Socket accepted = await _listening.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Guest.Patience, TimeProvider.System);
        _stream = new NetworkStream(accepted, ownsSocket: true);
        _lines = GuestLines.Of(_stream);
    }

    /// <summary>Says something and waits for the line that answers it.</summary>
    /// <param name="text">One line, or more that are to take effect at once.</param>
    /// <param name="isAnswer">Which line is one: it also tells what nobody asked for.</param>
    public async Task<string> AskAsync(string text, Func<string, bool> isAnswer)
    {
        int before = _lines!.Count;
        await _stream!.WriteAsync(Encoding.ASCII.GetBytes(text + "\n"), TestContext.Current.CancellationToken);
        return await _lines.FirstAsync(isAnswer, $"answer to {text}", before);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _listening.Dispose();
    }
}
