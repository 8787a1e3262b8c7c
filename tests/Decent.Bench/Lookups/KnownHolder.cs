using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Decent.Content;
using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Bench.Lookups;

/// <summary>
/// Asks one node that is known to hold a block, over a plain socket: a unicast question and a request, or, while its cookie is good, the request
/// alone.
/// </summary>
public sealed class KnownHolder(string ownAddress, IPEndPoint holder) : IDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Parse(ownAddress), 0));
    private readonly byte[] _out = new byte[Limits.DatagramBytesMax];
    private readonly Have _have = new();
    private ulong _nonce = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>Unicast WANT, HAVE, GET, DATA: from the call to the verified block.</summary>
    public async Task<TimeSpan> AskAndGetAsync(Manifest manifest, int leaf, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        WantBlocks want = new() { Nonce = ++_nonce, Count = 1, Unicast = true };
        manifest.LeafTag(leaf).CopyTo(want.Tags);
        await SendAsync(want.Write(_out), ct);
        byte[] answer = await ReceiveAsync(ct);
        if (!_have.TryRead(answer, answer.Length) || _have.Nonce != want.Nonce)
        {
            throw new InvalidOperationException("The holder answered a unicast question with something else than HAVE.");
        }

        await GetAsync(manifest, leaf, ct);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>GET, DATA with the cookie of the last HAVE: from the call to the verified block.</summary>
    public async Task<TimeSpan> GetAsync(Manifest manifest, int leaf, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        int length = manifest.Entries[0].LeafLength(leaf);
        int chunks = Math.Max(1, (length + Limits.ChunkBytesMax - 1) / Limits.ChunkBytesMax);
        Get get = new() { Nonce = ++_nonce, Missing = (byte)((1 << chunks) - 1) };
        manifest.LeafTag(leaf).CopyTo(get.Tag);
        _have.Cookie.CopyTo(get.Cookie, 0);
        await SendAsync(get.Write(_out), ct);
        byte[] block = new byte[length];
        Data data = new();
        for (int missing = get.Missing; missing != 0; missing &= ~(1 << data.Chunk))
        {
            byte[] datagram = await ReceiveAsync(ct);
            if (!data.TryRead(datagram, datagram.Length) || data.Nonce != get.Nonce || data.Of != chunks)
            {
                throw new InvalidOperationException("The holder answered a request with something else than its data.");
            }

            datagram.AsSpan(Data.ContentOffset, data.Length).CopyTo(block.AsSpan(data.Chunk * Limits.ChunkBytesMax));
        }

        return BlockTag.Matches(block, manifest.LeafTag(leaf)) && SHA256.HashData(block).AsSpan().SequenceEqual(manifest.LeafDigest(leaf))
            ? Stopwatch.GetElapsedTime(start)
            : throw new InvalidOperationException("The holder gave a wrong block.");
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(int count, CancellationToken ct) => await _socket.SendAsync(_out.AsMemory(0, count), holder, ct);

    private async Task<byte[]> ReceiveAsync(CancellationToken ct)
    {
        try
        {
            return (await _socket.ReceiveAsync(ct).AsTask().WaitAsync(Budget, TimeProvider.System, ct)).Buffer;
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The holder stayed silent for {Budget.TotalSeconds:0} s.");
        }
    }
}
