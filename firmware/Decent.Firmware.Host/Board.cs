using System.Net.Sockets;
using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Configuration;
using Decent.Firmware.Host.Faults;
using Decent.Firmware.Host.Flash;
using Decent.Firmware.Host.Logging;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Mqtt;
using Decent.Peer;
using Decent.Protocol;

namespace Decent.Firmware.Host;

/// <summary>Composes one simulated board and runs it to its end.</summary>
public sealed class Board(BoardOptions options, TimeProvider time, ILoggerFactory logs, TextWriter output, TextWriter errors)
{
    private const long ReserveBytes = 256 << 10;
    private static readonly TimeSpan LeaveTime = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// 0 after a stop in order, 1 when it could not start; the reason was written to the error output. A restart by command is a new run of the same
    /// board in the same process, with another line that says ready.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var config = ConfigFile.Read(options, out var problem);
        if (config is null) return Fail(problem);
        var folder = options.StateFolder ?? config.Name + ".flash";
        try
        {
            // Which broker it is, the instance may tell later.
            if (config.Broker.Length > 0 || config.Instance.Length > 0) MqttLinks.Require();
            var power = new FlashPower(options.Faults.CutAfter, PowerCut.Now);
            using var blocks = new FolderFlash(Path.Combine(folder, "c"), OptionsReader.DriveBytes(config), power);
            using var journal = new FolderFlash(Path.Combine(folder, "j"), ReserveBytes, power);
            using var udp = LanSocket.Open(options.Address, options.Broadcast, config.UdpPort);
            return await ServeAsync(config, folder, blocks, journal, power, udp, ct).ConfigureAwait(false);
        }
        catch (MqttSetupException e)
        {
            return Fail(e.Message);
        }
        catch (SocketException e)
        {
            return Fail($"{options.Address}:{config.UdpPort} cannot be used ({e.Message}); choose another with --address or --port.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail($"{folder} cannot be used ({e.Message}); choose another folder with --state, or stop the board that uses it.");
        }
    }

    private async Task<int> ServeAsync(
        BoardRecord config, string folder, FolderFlash blocks, FolderFlash journal, FlashPower power, LanSocket udp, CancellationToken ct)
    {
        var log = logs.CreateLogger("Decent.Board." + config.Name);
        var clock = new HostClock(time, options.Faults);
        var entropy = new HostEntropy(options.Seed);
        IUdp lan = options.Faults is { LossPercent: 0, DelayMs: 0, JitterMs: 0 } ? udp : new LossyLan(udp, options.Faults, new Rng(entropy.Seed()), clock);
        Node node;
        do
        {
            // What a run learnt of its broker goes with it, as it would on a board.
            var identity = IdentityReader.Of(config);
            var bus = new BusClient(
                identity, options.Address.ToString(), Path.Combine(folder, "broker-ca.pem"), time, link => MqttLinks.Create(link, time, log));
            using var http = new HttpGet(options.Address, time);
            var ports = new NodePorts(lan, bus, http, blocks, journal, new HostHmac(), new HostCrc(), clock, entropy, new LoggedEvents(log))
            {
                Bootstrap = new BootstrapJson(),
            };
            node = new Node(OptionsReader.Of(config), identity, ports);
            var started = await LiveAsync(node, $"{config.Name} {options.Address}:{udp.Port}", ct).ConfigureAwait(false);
            await LeaveAsync(bus).ConfigureAwait(false);
            if (!started) return 1;
        }
        while (node.RestartRequested && !ct.IsCancellationRequested);

        var given = node.Given;
        await output.WriteLineAsync(
            $"served {given?.BlocksServed} blocks, {given?.BytesServed} bytes; held {node.BlocksHeld}; "
            + $"{node.LogPending} log records not acknowledged; {power.Operations} flash operations").ConfigureAwait(false);
        return 0;
    }

    /// <summary>One run; false when it could not start.</summary>
    private async Task<bool> LiveAsync(Node node, string who, CancellationToken ct)
    {
        if (!node.Start()) return false;
        await output.WriteLineAsync($"ready {who}").ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await using (ct.Register(node.RequestStop).ConfigureAwait(false))
            await Task.Factory.StartNew(node.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        return true;
    }

    private async Task LeaveAsync(BusClient bus)
    {
        try
        {
            await bus.DisposeAsync().AsTask().WaitAsync(LeaveTime, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The broker does not answer; the board goes on without it, and the broker tells the will.
        }
    }

    private int Fail(string problem)
    {
        errors.WriteLine(problem);
        return 1;
    }
}
