using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Decent.Content;
using Decent.Edge.Control;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests;

public sealed class ProcessTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);
    private readonly TestLan _lan = new();
    private readonly string _address = TestLan.NextAddress();

    private string State => _folder["s"];

    [Fact]
    public async Task The_command_line_runs_gets_tells_and_clears()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        Dictionary<string, byte[]> files = new() { ["a.txt"] = Some.Noise(10, 1), ["b/c.bin"] = Some.Noise(9000, 2) };
        await instance.PublishFolderAsync("home/site", files);
        using EdgeProcess daemon = Run("--instance", instance.Address.ToString());
        await daemon.ReadyAsync();

        (int got, string line) = await EdgeProcess.RunAsync("get", "home/site", "--out", _folder["out"], "--state", State);
        (int told, string status) = await EdgeProcess.RunAsync("status", "--json", "--state", State);
        (int cleared, string freed) = await EdgeProcess.RunAsync("clear", "--state", State);
        (int refused, string rule) = await EdgeProcess.RunAsync("get", "no-slash", "--state", State);
        (int unknown, string none) = await EdgeProcess.RunAsync("get", "home/none", "--state", State);

        Assert.Equal((0, 0, 0, 1, 1), (got, told, cleared, refused, unknown));
        Assert.Contains("instance=9010", line, StringComparison.Ordinal);
        Assert.All(files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(_folder["out"], file.Key))));
        Assert.Empty(Directory.GetFiles(_folder["out"], "*.unfinished", SearchOption.AllDirectories));
        EdgeStatus read = JsonSerializer.Deserialize(status, EdgeJson.Default.EdgeStatus)!;
        Assert.Equal((2L, 9010L, true), (read.Objects, read.Bytes, read.InstanceReachable));
        Assert.Equal("9010 bytes freed", freed);
        Assert.Contains("it needs a slash", rule, StringComparison.Ordinal);
        Assert.Contains("NotFound", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_answered_with_a_sentence_that_says_what_to_do()
    {
        string wrong = _folder.Put("wrong.json", "{ \"name\": \"kitchen\" }"u8.ToArray());
        string badKey = _folder.Put("key.json", "{ \"name\": \"kitchen\", \"mqttSecret\": \"x\", \"nodeKey\": \"short\" }"u8.ToArray());
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Parse(_address), 0));
        taken.Listen();

        (int help, string helpText) = await EdgeProcess.RunAsync("--help");
        (int noFile, string noFileText) = await EdgeProcess.RunAsync("run", "--state", State, "--credentials", _folder["none.json"]);
        (int wrongFile, string wrongText) = await EdgeProcess.RunAsync("run", "--state", State, "--credentials", wrong);
        (int keyFile, string keyText) = await EdgeProcess.RunAsync("run", "--state", State, "--credentials", badKey);
        (int port, string portText) = await EdgeProcess.RunAsync(Arguments(((IPEndPoint)taken.LocalEndPoint!).Port));
        (int nobody, string nobodyText) = await EdgeProcess.RunAsync("status", "--state", State);
        (int lan, string lanText) = await EdgeProcess.RunAsync("run", "--state", State, "--name", "kitchen", "--listen", "127.0.0.1:0",
            "--lan", "here", "--lan-port", "9");

        Assert.Equal((0, 1, 1, 1, 1, 1, 1), (help, noFile, wrongFile, keyFile, port, nobody, lan));
        Assert.Contains("First steps", helpText, StringComparison.Ordinal);
        Assert.All([noFileText, wrongText, keyText], text => Assert.Contains("decent-instance nodes add NAME", text, StringComparison.Ordinal));
        Assert.Contains("--listen", portText, StringComparison.Ordinal);
        Assert.Contains("Start it with: decent-edge run", nobodyText, StringComparison.Ordinal);
        Assert.Contains("192.168.1.7/24", lanText, StringComparison.Ordinal);
        Assert.All([noFileText, wrongText, keyText, portText, nobodyText, lanText], text => Assert.DoesNotContain("   at ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_daemon_on_a_folder_and_on_a_LAN_address_is_refused()
    {
        using EdgeProcess daemon = Run();
        await daemon.ReadyAsync();

        (int folder, string folderText) = await EdgeProcess.RunAsync(Arguments(0));
        (int lan, string lanText) = await EdgeProcess.RunAsync([.. Arguments(0)[..^1], _folder["t"]]);

        Assert.Equal((1, 1), (folder, lan));
        Assert.Contains("Another daemon runs", folderText, StringComparison.Ordinal);
        Assert.Contains("--lan-port", lanText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edge_that_listens_where_peers_cannot_reach_it_says_so_in_its_status()
    {
        using EdgeProcess hidden = EdgeProcess.Start("run", "--name", "kitchen", "--listen", "127.0.0.1:0", "--lan", $"{_address}/8",
            "--lan-port", $"{_lan.Port}", "--state", State);
        await hidden.ReadyAsync();
        (_, string status) = await EdgeProcess.RunAsync("status", "--state", State);
        Assert.Contains("small blocks", status, StringComparison.Ordinal);

        using EdgeProcess open = EdgeProcess.Start("run", "--name", "pantry", "--listen", "0.0.0.0:0", "--lan",
            $"{TestLan.NextAddress()}/8", "--lan-port", $"{_lan.Port}", "--state", _folder["t"]);
        await open.ReadyAsync();
        (_, string good) = await EdgeProcess.RunAsync("status", "--state", _folder["t"]);
        Assert.DoesNotContain("small blocks", good, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_edge_resumes_its_download_and_never_takes_the_part_for_the_whole()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(12 << 20, 3);
        (_, Manifest manifest) = await instance.PublishAsync("home/film", bytes);
        TaskCompletionSource halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);
        instance.Fault = async context =>
        {
            if (instance.ContentRequests > 6)
            {
                halfway.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return instance.ContentRequests > 6;
        };
        using HttpClient http = new() { Timeout = Some.Patience };
        using (EdgeProcess first = Run("--instance", instance.Address.ToString()))
        {
            Uri address = await first.ReadyAsync();
            Task<byte[]> broken = http.GetByteArrayAsync(new Uri(address, "/r/home/film"), TestContext.Current.CancellationToken);
            await halfway.Task.Soon();
            first.Signal(EdgeProcess.Kill);
            await first.EndAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => broken);
        }

        instance.Fault = null;
        long before = instance.ContentBytes;
        using EdgeProcess second = Run("--instance", instance.Address.ToString());
        Uri again = await second.ReadyAsync();
        using HttpRequestMessage onlyCached = new(HttpMethod.Get,
            new Uri(again, $"/ipfs/{manifest.Root}")) { Headers = { CacheControl = new() { OnlyIfCached = true } } };
        using HttpResponseMessage part = await http.SendAsync(onlyCached, TestContext.Current.CancellationToken);
        byte[] got = await http.GetByteArrayAsync(new Uri(again, "/r/home/film"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.PreconditionFailed, part.StatusCode);
        Assert.True(bytes.AsSpan().SequenceEqual(got));
        // Of what was in its hands when it was killed, at least a leaf need not come again.
        Assert.InRange(instance.ContentBytes - before, 1, bytes.Length - 1);
        (_, string status) = await EdgeProcess.RunAsync("status", "--state", State);
        Assert.Contains("did not end in order: power cut, crash or kill", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_right_after_the_first_line_ends_it_in_order_too()
    {
        for (int i = 0; i < 8; i++)
        {
            using EdgeProcess daemon = Run();
            await daemon.ReadyAsync();
            daemon.Signal(EdgeProcess.Term);
            Assert.Equal(0, await daemon.EndAsync());
        }
    }

    [Fact]
    public async Task SIGTERM_ends_it_in_order_and_the_broker_keeps_its_death()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = _folder["broker"],
                Acl = Some.Acl,
                Users = [MosquittoUser.WithPassword("full", "secret"), MosquittoUser.WithPassword("kitchen", "secret")],
            },
            TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        NodeCredentials credentials = new() { Name = "kitchen", MqttSecret = "secret", NodeKey = new string('A', 43), Broker = $"127.0.0.1:{broker.Port}" };
        string file = _folder.Put("kitchen.json", JsonSerializer.SerializeToUtf8Bytes(credentials, EdgeJson.Default.NodeCredentials));
        string topic = Topics.State(NodeId.Of("kitchen").Branch, "kitchen");
        await using IMqttLink full = Full(broker.Port);
        await full.SubscribeAsync(topic, MqttQos.AtLeastOnce, TestContext.Current.CancellationToken);
        using EdgeProcess daemon = EdgeProcess.Start("run", "--state", State, "--credentials", file, "--listen", $"{_address}:0", "--lan",
            $"{_address}/8", "--lan-port", $"{_lan.Port}");
        await daemon.ReadyAsync();
        Birth birth = new();
        byte[] born = await NextAsync(full);
        Assert.True(birth.TryRead(born, born.Length));

        long start = TimeProvider.System.GetTimestamp();
        daemon.Signal(EdgeProcess.Term);
        int exit = await daemon.EndAsync();
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;

        await using IMqttLink later = Full(broker.Port, "later");
        await later.SubscribeAsync(topic, MqttQos.AtLeastOnce, TestContext.Current.CancellationToken);
        byte[] kept = await NextAsync(later);
        Death death = new();
        Assert.True(death.TryRead(kept, kept.Length),
            $"exit {exit} after {seconds} s: {Convert.ToHexString(kept)} {System.Text.Encoding.ASCII.GetString(kept)}\n{daemon.Output}");
        Assert.Equal((0, Death.ReasonStopped, birth.Envelope.Link), (exit, death.Reason, death.Envelope.Link));
        TestContext.Current.TestOutputHelper?.WriteLine($"it ended {seconds:F1} s after the signal");
    }

    public void Dispose() => _folder.Dispose();

    private static IMqttLink Full(int port, string id = "full") => MqttLinks.Create(
        new MqttLinkOptions { Host = "127.0.0.1", Port = port, ClientId = id, UserName = "full", Password = "secret" },
            TimeProvider.System, NullLogger.Instance);

    private static async Task<byte[]> NextAsync(IMqttLink link) => (
        await link.Inbox.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon()).Payload.ToArray();

    private EdgeProcess Run(params string[] more) => EdgeProcess.Start([.. Arguments(0), .. more]);

    private string[] Arguments(int port) =>
        ["run", "--name", "kitchen", "--listen", $"{_address}:{port}", "--lan", $"{_address}/8", "--lan-port", $"{_lan.Port}", "--state", State];
}
