namespace Decent.Demo.Cluster;

/// <summary>A simulated ESP32: the firmware's own sources as a process on its own loopback address.</summary>
public sealed class BoardNode(string name, string state, string address, int lanPort) : IAsyncDisposable
{
    private Daemon? _daemon;

    public string Name => name;

    public string State => state;

    public string Address => address;

    public int LanPort => lanPort;

    public Daemon Daemon => _daemon ?? throw new InvalidOperationException($"{name} is not running.");

    public async Task StartAsync(string config, int blocks, CancellationToken ct) => _daemon = await Daemon.StartAsync(
        Programs.Board,
        [
            "run", "--config", config, "--state", state, "--address", address, "--broadcast", "127.255.255.255",
            "--port", $"{lanPort}", "--blocks", $"{blocks}",
        ],
        "ready ",
        ct);

    public Task<int> StopAsync() => Daemon.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }
}
