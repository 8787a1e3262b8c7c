namespace Decent.Demo.Cluster;

/// <summary>One instance, some edges and some boards on loopback, each with its own address and state folder.</summary>
public sealed class Lan : IAsyncDisposable
{
    private readonly string _folder;
    private readonly List<EdgeNode> _edges = [];
    private readonly List<BoardNode> _boards = [];

    private Lan(string folder)
    {
        _folder = folder;
        Instance = new InstanceNode(Path.Combine(folder, "i"));
    }

    public InstanceNode Instance { get; }

    public IReadOnlyList<EdgeNode> Edges => _edges;

    public IReadOnlyList<BoardNode> Boards => _boards;

    /// <summary>The UDP port that all nodes of this LAN share.</summary>
    public int Port { get; } = FreePort.Udp();

    /// <summary>Starts everything below <paramref name="folder"/>; a short path, because Unix sockets stand in it.</summary>
    public static async Task<Lan> StartAsync(string folder, int edges, int boards, int blocksPerBoard, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        Lan lan = new(folder);
        try
        {
            await lan.Instance.StartAsync(ct);
            for (int i = 1; i <= edges; i++)
            {
                lan._edges.Add(new EdgeNode($"edge-{i}", Path.Combine(folder, $"e{i}"), $"127.0.0.{10 + i}", lan.Port));
            }

            for (int i = 1; i <= boards; i++)
            {
                lan._boards.Add(new BoardNode($"board-{i}", Path.Combine(folder, $"b{i}"), $"127.0.0.{20 + i}", lan.Port));
            }

            await Task.WhenAll([
                .. lan._edges.Select(edge => lan.Instance.AddNodeAsync(edge.Name, folder, ct)),
                .. lan._boards.Select(board => lan.Instance.AddBoardAsync(board.Name, folder, ct))]);
            await Task.WhenAll([
                .. lan._edges.Select(edge => edge.StartAsync(lan.Credentials(edge.Name), ct)),
                .. lan._boards.Select(board => board.StartAsync(lan.BoardConfig(board.Name), blocksPerBoard, ct))]);
            return lan;
        }
        catch
        {
            await lan.DisposeAsync();
            throw;
        }
    }

    /// <summary>The credentials file of an edge.</summary>
    public string Credentials(string name) => Path.Combine(_folder, name + ".json");

    /// <summary>The configuration of a board.</summary>
    public string BoardConfig(string name) => Path.Combine(_folder, name + ".config");

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. _boards.Select(board => board.DisposeAsync().AsTask()), .. _edges.Select(edge => edge.DisposeAsync().AsTask())]);
        await Instance.DisposeAsync();
    }
}
