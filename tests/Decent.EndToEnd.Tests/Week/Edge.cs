using Decent.Protocol;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>What boards reach over HTTP: blocks by tag, and what the instance tells a board at its start.</summary>
internal sealed class Edge
{
    public const string Source = "http://edge:4980";
    private const string Block = "/api/v1/block/";
    private const string Bootstrap = "/api/v1/bootstrap?node=";
    private const string Nonce = "&nonce=";
    private readonly Dictionary<string, byte[]> _blocks = [];

    /// <summary>From the question to the whole answer.</summary>
    public int LatencyMs { get; init; } = 30;

    /// <summary>Answers for a node and its nonce: the body and its proof.</summary>
    public Func<string, byte[], (byte[] Body, string Proof)>? Tells { get; init; }

    /// <summary>Blocks given, and bootstrap answers.</summary>
    public int BlocksGiven { get; private set; }

    public int Told { get; private set; }

    public void Add(WorldBlock block) => _blocks[Convert.ToHexStringLower(block.Tag)] = block.Bytes;

    public bool Get(string url, out byte[] body, out string proof)
    {
        (body, proof) = ([], "");
        if (Behind(url, Bootstrap) is { } question && Tells is not null)
        {
            var nonce = new byte[8];
            Assert.True(question.Split(Nonce) is [_, { } digits] && Hex.TryRead(digits, nonce));
            Told++;
            (body, proof) = Tells(question.Split(Nonce)[0], nonce);
            return true;
        }
        if (Behind(url, Block) is not { } tag || !_blocks.TryGetValue(tag, out var block))
            return false;
        BlocksGiven++;
        body = block;
        return true;
    }

    private static string? Behind(string url, string path) => url.IndexOf(path, StringComparison.Ordinal) is >= 0 and var at ? url[(at + path.Length)..] : null;
}
