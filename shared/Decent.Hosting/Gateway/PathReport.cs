using System.Globalization;
using System.Runtime.CompilerServices;
using Decent.Peer.Lookup;

namespace Decent.Hosting.Gateway;

/// <summary>Where the bytes of one answer came from and how long each stage took. Thread-safe; the same words in log, header and demo.</summary>
public sealed class PathReport
{
    private readonly Lock _lock = new();
    private PerStage _bytes;
    private PerStage _afterMs; // One more than the milliseconds, 0 for a stage that was not asked.

    private const string Hit = "cache hit, peers -, instance -";

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
                return _afterMs[(int)Stage.Peers] == 0 && _afterMs[(int)Stage.Instance] == 0;
            }
        }
    }

    /// <summary>Adds what a stage gave, <paramref name="afterMs"/> after the request began.</summary>
    public void Add(Stage stage, long bytes, long afterMs)
    {
        lock (_lock)
        {
            _bytes[(int)stage] += bytes;
            _afterMs[(int)stage] = Math.Max(_afterMs[(int)stage], afterMs + 1);
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

    /// <summary>As <see cref="BytesText()"/> when the cache gave all.</summary>
    public static string BytesText(long fromCache) => string.Create(CultureInfo.InvariantCulture, $"cache={fromCache}, peers=0, instance=0");

    public string BytesText() => $"cache={Bytes(Stage.Cache)}, peers={Bytes(Stage.Peers)}, instance={Bytes(Stage.Instance)}";

    public override string ToString()
    {
        lock (_lock)
        {
            return IsHit ? Hit : $"cache miss, peers {Elapsed(Stage.Peers)}, instance {Elapsed(Stage.Instance)}";
        }
    }

    private static string Name(Stage stage) => stage switch
    {
        Stage.Peers => "peers",
        Stage.Instance => "instance",
        _ => "cache",
    };

    private string Elapsed(Stage stage) => _afterMs[(int)stage] is > 0 and var after
        ? string.Create(CultureInfo.InvariantCulture, $"{after - 1} ms")
        : "-";

    [InlineArray(5)]
    private struct PerStage
    {
        private long _first;
    }
}
