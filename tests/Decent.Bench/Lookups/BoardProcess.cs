using System.Security.Cryptography;
using Decent.Bench.Measuring;
using Decent.Content;
using Decent.Demo.Cluster;
using Decent.Protocol;

namespace Decent.Bench.Lookups;

/// <summary>A simulated board with neither instance nor broker, which pulls what it is asked for from an edge; its flash outlives it.</summary>
public static class BoardProcess
{
    private static readonly TimeSpan FillStep = TimeSpan.FromMilliseconds(700);
    private const int FillStepsMax = 100;
    private const int WishesAtOnce = 24;

    /// <summary>Returns when it listens on the LAN.</summary>
    public static async Task<BoardNode> StartAsync(Scratch scratch, string address, int lanPort, Uri edge, int offered, int blocks, CancellationToken ct)
    {
        const string name = "bench-board";
        string config = scratch.Path(name + ".config");
        BoardRecord record = new()
        {
            Name = name,
            Secret = "no-broker",
            Edge = edge.GetLeftPart(UriPartial.Authority),
            OfferedBytesPerSecond = (uint)offered,
        };
        RandomNumberGenerator.Fill(record.Key);
        BoardFile.Write(config, record);
        BoardNode board = new(name, scratch.Path(name), address, lanPort);
        await board.StartAsync(config, blocks, ct);
        return board;
    }

    /// <summary>Asks for the file's blocks, which makes the board want them, a few at a time until it holds them all: it remembers 32 wishes.</summary>
    public static async Task FillAsync(BoardNode board, Manifest manifest, CancellationToken ct)
    {
        using PeriodicTimer timer = new(FillStep);
        int steps = 0;
        foreach (byte[][] wishes in BoardCensus.Tags(manifest).Chunk(WishesAtOnce))
        {
            while (await BoardCensus.CountAsync(board, wishes, ct) < wishes.Length)
            {
                if (++steps > FillStepsMax)
                {
                    throw new InvalidOperationException($"{board.Name} does not pull what it is asked for:\n{board.Daemon.Output}");
                }

                await timer.WaitForNextTickAsync(ct);
            }
        }
    }
}
