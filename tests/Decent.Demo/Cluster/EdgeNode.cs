using System.Text.Json;

namespace Decent.Demo.Cluster;

/// <summary>An edge as a process on its own loopback address.</summary>
public sealed class EdgeNode(string name, string state, string address, int lanPort) : IAsyncDisposable
{
    private const int AsksMax = 10;
    private Daemon? _daemon;

    public string Name => name;

    public string State => state;

    public string Address => address;

    public int LanPort => lanPort;

    public Daemon Daemon => _daemon ?? throw new InvalidOperationException($"{name} is not running.");

    /// <summary>Where it serves HTTP.</summary>
    public Uri Http { get; private set; } = new("http://127.0.0.1");

    public Task StartAsync(string credentials, CancellationToken ct) => StartAsync(credentials, instance: null, ct);

    /// <summary>With another way to the instance than the credentials name.</summary>
    public async Task StartAsync(string credentials, Uri? instance, CancellationToken ct)
    {
        string[] way = instance is null ? [] : ["--instance", instance.ToString()];
        _daemon = await Daemon.StartAsync(
            Programs.Edge,
            ["run", "--state", state, "--credentials", credentials, "--listen", $"{address}:0", "--lan", $"{address}/8", "--lan-port", $"{lanPort}", .. way],
            "listening on",
            ct);
        Http = new Uri(_daemon.ReadyLine[_daemon.ReadyLine.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0]);
    }

    public Task<int> StopAsync() => Daemon.StopAsync();

    /// <summary>Fetches a resource through this edge; with <paramref name="output"/> the client writes and verifies it.</summary>
    public async Task<Fetch> GetAsync(string resource, string? output, CancellationToken ct)
    {
        string[] write = output is null ? [] : ["--out", output];
        (_, string answer, string error) = await CommandLine.RunAsync(Programs.Edge, ["get", resource, "--json", "--state", state, .. write], ct);
        return answer.Length > 0 ? Fetch.Parse(resource, answer) : throw new InvalidOperationException($"get {resource}: {error}");
    }

    /// <summary>
    /// As the other, asked again while nobody could give it in time: what every ask brought is summed. A lookup waits a second for others, and a busy
    /// machine may answer later than that.
    /// </summary>
    public async Task<Fetch> GetInTheEndAsync(string resource, string? output, CancellationToken ct)
    {
        Fetch sum = await GetAsync(resource, output, ct);
        for (int again = 0; sum.Outcome == "TimedOut" && again < AsksMax; again++)
        {
            sum = (await GetAsync(resource, output, ct)).After(sum);
        }

        return sum;
    }

    public Task ClearAsync(CancellationToken ct) => CommandLine.DoAsync(Programs.Edge, ["clear", "--state", state], ct);

    public async Task<JsonElement> StatusAsync(CancellationToken ct)
    {
        using JsonDocument document = JsonDocument.Parse(await CommandLine.DoAsync(Programs.Edge, ["status", "--json", "--state", state], ct));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }
}
