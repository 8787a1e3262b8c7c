using System.Security.Cryptography;
using System.Text.Json;
using Decent.Bench.Measuring;
using Decent.Content;
using Decent.Demo.Cluster;

namespace Decent.Bench.Lookups;

/// <summary>A simulated board with neither instance nor broker, which pulls what it is asked for from an edge.</summary>
public static class BoardProcess
{
    private static readonly TimeSpan FillStep = TimeSpan.FromMilliseconds(700);
    private const int FillStepsMax = 200;

    /// <summary>Returns when it listens on the LAN.</summary>
    public static async Task<BoardNode> StartAsync(Scratch scratch, string name, string address, int lanPort, Uri edge, int offered, int blocks, CancellationToken ct)
    {
        string config = scratch.Path(name + ".json");
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new
        {
            Name = name,
            NodeId = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 8)),
            NodeKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            MqttSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            Edge = edge.GetLeftPart(UriPartial.Authority),
            OfferedBytesPerSecond = offered,
        }), ct);
        BoardNode board = new(name, scratch.Path(name), address, lanPort);
        await board.StartAsync(config, blocks, ct);
        return board;
    }

    /// <summary>Asks for the file's blocks, which makes the board want them, until it holds them all.</summary>
    public static async Task FillAsync(BoardNode board, Manifest manifest, CancellationToken ct)
    {
        byte[][] tags = [.. BoardCensus.Tags(manifest)];
        using PeriodicTimer timer = new(FillStep);
        int held = 0;
        for (int step = 0; step < FillStepsMax; step++)
        {
            held = await BoardCensus.CountAsync(board, tags, ct);
            if (held == tags.Length)
            {
                return;
            }

            await timer.WaitForNextTickAsync(ct);
        }

        throw new InvalidOperationException($"{board.Name} pulled only {held} of {tags.Length} blocks:\n{board.Daemon.Output}");
    }
}
