using Decent.Instance.Tests.Cli;
using Decent.Peer;

namespace Decent.Instance.Tests.Cuts;

/// <summary>One state folder through several lives of a daemon, each ended by SIGKILL while six clients publish.</summary>
internal sealed class KillScene(ulong seed) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Witness _witness = new();
    private readonly Rng _rng = new(seed);
    private string _before = "nothing";
    private volatile bool _isDoomed;

    /// <summary>Versions that were acknowledged.</summary>
    public int Acknowledgements => _witness.Acknowledgements;

    private string State => _folder.At("state");

    /// <summary>A daemon starts on what the one before left, is inspected, is published to, and is killed.</summary>
    public async Task LiveAsync()
    {
        _isDoomed = false;
        await using var daemon = await DaemonProcess.StartGroupAsync(State);
        using (var http = new HttpClient { BaseAddress = new Uri(daemon.Address) })
            await InspectAsync(http);
        if (_rng.Below(2) == 0)
            await Scraps.ScatterAsync(State, Names.Tenants[_rng.Below(Names.Tenants.Count)]);
        var (point, withChildren) = (KillPoint.Choose(_rng), _rng.Below(2) == 0);
        _before = $"{point.Name}, {point.Count}, {(withChildren ? "with" : "without")} its children";
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Drawn here, one after the other: the same seed gives each client the same publications.
        var clients = Names.Clients
            .Select(prefix => new Client(prefix, _witness, _folder, _rng.Next()) { Acknowledged = _ => heard.TrySetResult() })
            .ToList().ConvertAll(client => Task.Run(client.RunAsync));
        var killed = point.ArmAsync(State, heard.Task, () =>
        {
            _isDoomed = true;
            if (withChildren)
                daemon.KillGroup();
            else
                daemon.KillAlone();
        });
        foreach (var client in clients)
        {
            var error = await client;
            Assert.True(_isDoomed, $"Seed {seed}, before the kill ({_before}): {error}");
        }
        await killed;
        await daemon.EndAsync();
        if (withChildren)
            Blame(await GitFacts.FaultsAsync(State, swept: false));
    }

    /// <summary>What is left is whole, has been cleared up, and is told in the metadata.</summary>
    public async Task EndAsync()
    {
        await using (var daemon = await OpenDaemon.StartAsync(State))
        {
            await InspectAsync(daemon.Http);
            Blame(await Metadata.FaultsAsync(State, daemon));
        }
        Blame(await GitFacts.FaultsAsync(State, swept: true));
    }

    public void Dispose() => _folder.Dispose();

    private async Task InspectAsync(HttpClient http)
    {
        var inspection = await Inspection.RunAsync(State, http, _witness, _witness.Acknowledgements);
        Blame(inspection.Faults);
        _witness.Settle(inspection.Newest);
    }

    private void Blame(IReadOnlyList<string> faults) =>
        Assert.True(faults.Count == 0, $"Seed {seed}, after a kill ({_before}):\n{string.Join('\n', faults)}");
}
