using System.Text.Json;

namespace Decent.Demo.Cluster;

/// <summary>The instance with its broker, as a process that can be stopped and started again on the same ports.</summary>
/// <param name="state">State folder.</param>
/// <param name="more">Further options of <c>run</c>.</param>
public sealed class InstanceNode(string state, params string[] more) : IAsyncDisposable
{
    private readonly int _httpPort = FreePort.Tcp();
    private readonly int _mqttPort = FreePort.Tcp();
    private Daemon? _daemon;

    public string State => state;

    public Uri Address => new($"http://127.0.0.1:{_httpPort}");

    public int MqttPort => _mqttPort;

    public Daemon Daemon => _daemon ?? throw new InvalidOperationException("The instance is not running.");

    public async Task StartAsync(CancellationToken ct) => _daemon = await Daemon.StartAsync(
        Programs.Instance,
        ["run", "--state", state, "--listen", $"127.0.0.1:{_httpPort}", "--mqtt", $"127.0.0.1:{_mqttPort}", "--id", "demo-instance", .. more],
        "listening on",
        ct);

    public Task<int> StopAsync() => Daemon.StopAsync();

    /// <summary>Publishes and returns the head as JSON.</summary>
    public async Task<JsonElement> PublishAsync(string path, string id, CancellationToken ct)
    {
        string output = await CommandLine.DoAsync(Programs.Instance, ["publish", path, "--as", id, "--json", "--state", state], ct);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>Enrols a node; the answer is the path of its credentials file.</summary>
    public async Task<string> AddNodeAsync(string name, string folder, CancellationToken ct)
    {
        string file = Path.Combine(folder, name + ".json");
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, await CommandLine.DoAsync(Programs.Instance, ["nodes", "add", name, "--state", state], ct), ct);
        }

        return file;
    }

    /// <summary>Enrols a simulated board; the answer is the path of its configuration.</summary>
    public async Task<string> AddBoardAsync(string name, string folder, CancellationToken ct)
    {
        string file = Path.Combine(folder, name + ".config");
        if (!File.Exists(file))
        {
            string[] arguments = ["nodes", "add", name, "--board", "simulated", "--board-config", file, "--state", state];
            await CommandLine.DoAsync(Programs.Instance, arguments, ct);
        }

        return file;
    }

    /// <summary>All nodes as <c>nodes --json</c> lists them.</summary>
    public async Task<JsonElement> NodesAsync(CancellationToken ct)
    {
        using JsonDocument document = JsonDocument.Parse(await CommandLine.DoAsync(Programs.Instance, ["nodes", "--json", "--state", state], ct));
        return document.RootElement.Clone();
    }

    /// <summary>Has a node do something; the answer is a sentence.</summary>
    public async Task<string> CommandAsync(string name, IEnumerable<string> words, CancellationToken ct) =>
        (await CommandLine.DoAsync(Programs.Instance, ["nodes", "command", name, .. words, "--state", state], ct)).Trim();

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }
}
