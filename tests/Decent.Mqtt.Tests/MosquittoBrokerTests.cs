using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Mqtt.Tests;

[SupportedOSPlatform("linux")]
public sealed class MosquittoBrokerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_chosen_port_and_what_was_retained_survive_a_restart()
    {
        int port;
        await using (var first = await StartAsync(Some.BrokerOptions(_folder.Path, port: 0)))
        {
            port = first.Port;
            await using var link = Make(Some.Link(port));
            await link.Reaches(MqttLinkState.Connected);
            Assert.Equal(MqttPublishResult.Sent, await link.Says("decent/kept", "still", retain: true));
        }
        await using var second = await StartAsync(Some.BrokerOptions(_folder.Path, port: 0));
        Assert.Equal(port, second.Port);
        await using var later = Make(Some.Link(port));
        await later.Reaches(MqttLinkState.Connected);
        await later.Hears("decent/kept");
        Assert.Equal("still", (await later.Next()).Text());
    }

    [Fact]
    public async Task Disposing_ends_the_process()
    {
        var broker = await StartAsync(Some.BrokerOptions(_folder.Path));
        using var process = Process.GetProcessById(broker.ProcessId!.Value);
        await broker.DisposeAsync();
        Assert.True(broker.Exited.IsCompletedSuccessfully);
        Assert.Null(broker.ProcessId);
        await process.WaitForExitAsync(Cancel).WaitAsync(Some.Patience, TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task A_broker_that_died_is_started_again_on_the_same_port()
    {
        await using var broker = await StartAsync(Some.BrokerOptions(_folder.Path));
        var first = broker.ProcessId;
        await using var link = Make(Some.Link(broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        var lost = link.Reaches(MqttLinkState.Disconnected);
        Signals.Send(first, Signals.Kill);
        await lost;
        await link.Reaches(MqttLinkState.Connected);
        Assert.NotEqual(first, broker.ProcessId);
        Assert.False(broker.Exited.IsCompleted);
    }

    [Fact]
    public async Task The_broker_dies_with_its_parent()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(BrokerHolder.Verb);
        start.ArgumentList.Add(_folder.Path);
        using var parent = Process.Start(start)!;
        var line = await parent.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(Some.Patience, TimeProvider.System, Cancel);
        var numbers = line!.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        using var broker = Process.GetProcessById(numbers[0]);
        await using var link = Make(Some.Link(numbers[1]));
        await link.Reaches(MqttLinkState.Connected);
        var lost = link.Reaches(MqttLinkState.Disconnected);
        Signals.Send(parent.Id, Signals.Kill);
        await lost;
        await broker.WaitForExitAsync(Cancel).WaitAsync(Some.Patience, TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task A_missing_program_is_named_with_its_package()
    {
        var named = await Assert.ThrowsAsync<MqttSetupException>(() => StartAsync(With("mosquitto-that-is-not-there")));
        Assert.Contains("apt install mosquitto", named.Message, StringComparison.Ordinal);
        var path = await Assert.ThrowsAsync<MqttSetupException>(() => StartAsync(With(Path.Combine(_folder.Path, "none"))));
        Assert.Contains("apt install mosquitto", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var taken = await Assert.ThrowsAsync<MqttSetupException>(() => StartAsync(With("mosquitto", port)));
        Assert.Contains($"Port {port} is in use", taken.Message, StringComparison.Ordinal);
        Assert.Contains("MosquittoOptions.Port", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_mosquitto_rejects_are_told_in_its_own_words()
    {
        var options = new MosquittoOptions { Folder = _folder.Path, Acl = "nonsense here\n" };
        var rejected = await Assert.ThrowsAsync<MqttSetupException>(() => StartAsync(options));
        Assert.Contains("acl", rejected.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_hashes()
    {
        await using var broker = await StartAsync(Some.BrokerOptions(_folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "passwords")));
        Assert.DoesNotContain(Some.Password, await File.ReadAllTextAsync(Path.Combine(_folder.Path, "passwords"), Cancel), StringComparison.Ordinal);
    }

    private static Task<MosquittoBroker> StartAsync(MosquittoOptions options) =>
        MosquittoBroker.StartAsync(options, TimeProvider.System, NullLogger.Instance, Cancel);

    private static IMqttLink Make(MqttLinkOptions options) => MqttLinks.Create(options, TimeProvider.System, new EventLog());

    private MosquittoOptions With(string executable, int port = 0) => new() { Folder = _folder.Path, Executable = executable, Port = port };
}
