using System.Net;
using System.Net.Sockets;
using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>Somebody on the LAN who asks for one block over real UDP.</summary>
internal sealed class Asker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
    private readonly byte[] _buffer = new byte[2048];
    private ulong _nonce = 100;

    public Asker(string address) => _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));

    /// <summary>Asks again and again until somebody has it.</summary>
    public async Task<(Have Have, IPEndPoint From)> WantUntilHaveAsync(byte[] tag, IPEndPoint to, bool unicast, CancellationToken ct)
    {
        while (true)
        {
            var want = new WantBlocks { Count = 1, Nonce = ++_nonce, Unicast = unicast };
            tag.CopyTo(want.Tags, 0);
            await _socket.SendToAsync(_buffer.AsMemory(0, want.Write(_buffer)), to, ct);
            if (await ReceiveAsync(ct) is not { } got) continue;
            var have = new Have();
            if (have.TryRead(_buffer, got.Count) && have.Nonce == want.Nonce) return (have, got.From);
        }
    }

    /// <summary>As <see cref="WantUntilHaveAsync"/>, but null when the board ends instead.</summary>
    public async Task<(Have Have, IPEndPoint From)?> WantWhileAsync(byte[] tag, IPEndPoint to, Task ended, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var answer = WantUntilHaveAsync(tag, to, unicast: true, either.Token);
        if (await Task.WhenAny(answer, ended) == answer) return await answer;
        await either.CancelAsync();
        await answer.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return null;
    }

    /// <summary>Fetches a block of known length, asking again for what is missing.</summary>
    public async Task<byte[]> GetAsync(byte[] tag, Have have, IPEndPoint from, int length, CancellationToken ct)
    {
        var block = new byte[length];
        byte missing = 7;
        var ask = true;
        while (missing != 0)
        {
            var get = new Get { Nonce = have.Nonce, Missing = missing };
            tag.CopyTo(get.Tag, 0);
            have.Cookie.CopyTo(get.Cookie, 0);
            if (ask) await _socket.SendToAsync(_buffer.AsMemory(0, get.Write(_buffer)), from, ct);
            var got = await ReceiveAsync(ct);
            ask = got is null;
            var data = new Data();
            if (got is null || !data.TryRead(_buffer, got.Value.Count)) continue;
            Assert.Equal(from, got.Value.From);
            _buffer.AsSpan(Data.ContentOffset, data.Length).CopyTo(block.AsSpan(data.Chunk * Limits.ChunkBytesMax));
            missing &= (byte)~(1 << data.Chunk);
        }

        return block;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<(int Count, IPEndPoint From)?> ReceiveAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var got = await _socket.ReceiveFromAsync(_buffer, new IPEndPoint(IPAddress.Any, 0), patience.Token);
            return (got.ReceivedBytes, (IPEndPoint)got.RemoteEndPoint);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
