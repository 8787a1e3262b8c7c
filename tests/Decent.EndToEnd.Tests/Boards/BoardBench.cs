using System.Text.Json;
using Decent.Demo.Cluster;
using Decent.Protocol;

namespace Decent.EndToEnd.Tests.Boards;

/// <summary>A real instance with its broker, perhaps one edge, and one enrolled board that the test starts and ends.</summary>
internal sealed class BoardBench : IAsyncDisposable
{
    public const string Name = "board-1";
    public const int Blocks = 64;
    private readonly string _config;

    private BoardBench(Lan lan, string folder, string config)
    {
        (Lan, _config) = (lan, config);
        Board = new BoardNode(Name, Path.Combine(folder, "b1"), "127.0.0.21", lan.Port);
    }

    public Lan Lan { get; }

    public InstanceNode Instance => Lan.Instance;

    public BoardNode Board { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Everything but the board runs at its end; the board's record names no broker.</summary>
    public static async Task<BoardBench> StartAsync(string folder, int edges)
    {
        Lan lan = await Lan.StartAsync(folder, edges, boards: 0, blocksPerBoard: 0, Ct);
        BoardBench bench = new(lan, folder, await lan.Instance.AddBoardAsync(Name, folder, Ct));
        bench.Change(record => record.Broker = "");
        return bench;
    }

    /// <summary>Writes the board's record anew.</summary>
    public void Change(Action<BoardRecord> change)
    {
        BoardRecord record = new();
        byte[] bytes = File.ReadAllBytes(_config);
        Assert.Equal(BoardFault.None, record.Read(bytes, bytes.Length));
        change(record);
        BoardFile.Write(_config, record);
    }

    /// <summary>Ends when it serves the LAN.</summary>
    public Task StartBoardAsync() => Board.StartAsync(_config, Blocks, Ct);

    /// <summary>Waits until this start of the board has printed <paramref name="words"/> so often.</summary>
    public Task SaysAsync(string words, int times = 1) =>
        Until.TrueAsync($"the board says '{words}'", () => Task.FromResult(Board.Daemon.Output.Split(words).Length > times), Ct);

    /// <summary>Starts the board and waits until its run's secret stands in its flash.</summary>
    public async Task StartAccountedAsync()
    {
        await StartBoardAsync();
        await SaysAsync("secret stands in flash");
    }

    /// <summary>Exit code and all words of <c>nodes command board-1 ...</c>.</summary>
    public async Task<(int Exit, string Said)> CommandAsync(params string[] words)
    {
        (int exit, string output, string error) = await CommandLine.RunAsync(
            Programs.Instance, ["nodes", "command", Name, .. words, "--state", Instance.State], Ct);
        return (exit, output + error);
    }

    /// <summary>A command that is done.</summary>
    public async Task DoAsync(string sentence, params string[] words)
    {
        (int exit, string said) = await CommandAsync(words);
        Assert.True(exit == 0, $"{string.Join(' ', words)}: {exit} {said}\n{Board.Daemon.Output}");
        Assert.Contains(sentence, said);
    }

    /// <summary>The board in <c>nodes --json</c>.</summary>
    public async Task<JsonElement> SeenAsync() =>
        (await Instance.NodesAsync(Ct)).EnumerateArray().Single(node => node.GetProperty("name").GetString() == Name);

    /// <summary>Waits until <c>nodes --json</c> shows the board so; the answer is what it shows.</summary>
    public async Task<JsonElement> SeenAsync(string what, Func<JsonElement, bool> condition)
    {
        JsonElement seen = default;
        await Until.TrueAsync(what, async () => condition(seen = await SeenAsync()), Ct);
        return seen;
    }

    /// <summary>What the board says of its blocks now: it is asked to report first.</summary>
    public async Task<JsonElement> InventoryAsync(string what, Func<JsonElement, bool> condition)
    {
        JsonElement seen = default;
        await Until.TrueAsync(
            what,
            async () =>
            {
                await DoAsync("reported", "report");
                seen = await SeenAsync();
                return seen.TryGetProperty("inventory", out _) && condition(seen);
            },
            Ct);
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        await Board.DisposeAsync();
        await Lan.DisposeAsync();
    }
}
