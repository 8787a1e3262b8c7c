using System.Globalization;
using Decent.Peer.Lookup;

namespace Decent.Hosting.Gateway;

/// <summary>Where the bytes of one answer came from and how long each stage took. Thread-safe; the same words in log, header and demo.</summary>
public sealed class PathReport
{
    private readonly Lock _lock = new();
    private readonly long[] _bytes = new long[5];
    private readonly long[] _elapsedMs = [-1, -1, -1, -1, -1];

    /// <summary>Header with the path in words: <c>cache miss, peers 41 ms, instance -</c>.</summary>
    public const string PathHeader = "Decent-Path";

    /// <summary>Header with content bytes by stage: <c>cache=0, peers=12096, instance=0</c>.</summary>
    public const string BytesHeader = "Decent-Bytes";

    /// <summary>Content bytes that a stage gave.</summary>
    public long Bytes(Stage stage)
    {
        lock (_lock)
        {
            return _bytes[(int)stage];
        }
    }

    /// <summary>Neither peers nor the instance were asked for content.</summary>
    public bool IsHit
    {
        get
        {
            lock (_lock)
            {
                return _elapsedMs[(int)Stage.Peers] < 0 && _elapsedMs[(int)Stage.Instance] < 0;
            }
        }
    }

    /// <summary>Adds what a stage gave, <paramref name="afterMs"/> after the request began.</summary>
    public void Add(Stage stage, long bytes, long afterMs)
    {
        lock (_lock)
        {
            _bytes[(int)stage] += bytes;
            _elapsedMs[(int)stage] = Math.Max(_elapsedMs[(int)stage], afterMs);
        }
    }

    /// <summary>cache, peers or instance: the last stage that had to be asked, or a sum as peers+instance.</summary>
    public string Summary()
    {
        List<string> stages = [];
        foreach (Stage stage in (ReadOnlySpan<Stage>)[Stage.Peers, Stage.Instance])
        {
            if (Bytes(stage) > 0)
            {
                stages.Add(Name(stage));
            }
        }

        return stages.Count == 0 ? "cache" : string.Join('+', stages);
    }

    public string BytesText() => $"cache={Bytes(Stage.Cache)}, peers={Bytes(Stage.Peers)}, instance={Bytes(Stage.Instance)}";

    public override string ToString()
    {
        lock (_lock)
        {
            return $"cache {(IsHit ? "hit" : "miss")}, peers {Elapsed(Stage.Peers)}, instance {Elapsed(Stage.Instance)}";
        }
    }

    private static string Name(Stage stage) => stage switch
    {
        Stage.Peers => "peers",
        Stage.Instance => "instance",
        _ => "cache",
    };

    private string Elapsed(Stage stage)
    {
        long ms = _elapsedMs[(int)stage];
        return ms < 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{ms} ms");
    }
}
