using System.Net;
using System.Net.Sockets;
using Decent.Content;
using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Demo.Cluster;

/// <summary>Counts over the real protocol, with questions to one board alone, how many of some blocks it holds.</summary>
public static class BoardCensus
{
    private static readonly TimeSpan AnswerBudget = TimeSpan.FromMilliseconds(400);

    /// <summary>Blocks of <paramref name="tags"/> (16 bytes each) that the board says it holds.</summary>
    public static async Task<int> CountAsync(BoardNode board, IReadOnlyList<byte[]> tags, CancellationToken ct)
    {
        using UdpClient socket = new(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        int held = 0;
        foreach (byte[][] batch in tags.Chunk(Limits.WantTagsMax))
        {
            held += await AskAsync(socket, new IPEndPoint(IPAddress.Parse(board.Address), board.LanPort), batch, ct);
        }

        return held;
    }

    /// <summary>The tags of a manifest's small blocks.</summary>
    public static IEnumerable<byte[]> Tags(Manifest manifest) =>
        Enumerable.Range(0, manifest.LeafCount).Select(leaf => manifest.LeafTag(leaf).ToArray()).Where(tag => tag.Length > 0);

    private static async Task<int> AskAsync(UdpClient socket, IPEndPoint board, byte[][] batch, CancellationToken ct)
    {
        WantBlocks want = new() { Nonce = BitConverter.ToUInt64(batch[0]), Count = batch.Length, Unicast = true };
        for (int i = 0; i < batch.Length; i++)
        {
            batch[i].CopyTo(want.Tags, i * Limits.TagBytes);
        }

        byte[] question = new byte[Limits.DatagramBytesMax];
        await socket.SendAsync(question.AsMemory(0, want.Write(question)), board, ct);
        using CancellationTokenSource budget = CancellationTokenSource.CreateLinkedTokenSource(ct);
        budget.CancelAfter(AnswerBudget);
        try
        {
            UdpReceiveResult answer = await socket.ReceiveAsync(budget.Token);
            Have have = new();
            return have.TryRead(answer.Buffer, answer.Buffer.Length) && have.Nonce == want.Nonce ? System.Numerics.BitOperations.PopCount(have.Bitmap) : 0;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return 0; // Silence is a board's only "no".
        }
    }
}
