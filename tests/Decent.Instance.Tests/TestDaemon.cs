using Decent.Hosting;
using Decent.Content;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.Nodes;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;
using Decent.Instance.Runs;
using Decent.Instance.SmartHttp;
using Decent.Mqtt.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Decent.Instance.Tests;

/// <summary>A whole daemon in this process, on any free port of loopback, and the command line that speaks to it.</summary>
public sealed class TestDaemon : IAsyncDisposable
{
    /// <summary>For what the broker is to know and to answer: long, since a disk that stalls is no fault of the daemon's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Func<InstanceOptions> _options;
    private readonly TimeProvider? _time;
    private InstanceDaemon _daemon = null!;

    private TestDaemon(TempFolder folder, TimeProvider? time, Func<InstanceOptions> options) => (Folder, _time, _options) = (folder, time, options);

    /// <summary>A broker of its own, on a port that is still free after a restart.</summary>
    public static BrokerOptions Managed => new() { Listen = $"127.0.0.1:{FixedPorts.Next()}", StopTimeoutSeconds = 60 };

    public TempFolder Folder { get; }

    public string State => Folder.At("state");

    public string Address => _daemon.Addresses[0];

    public HttpClient Http { get; private set; } = null!;

    public T Get<T>() where T : notnull => _daemon.Services.GetRequiredService<T>();

    /// <param name="broker">Null for none.</param>
    /// <param name="contentBytes">Content budget.</param>
    /// <param name="relay">Null for the defaults.</param>
    /// <param name="nodes">Null for the defaults.</param>
    /// <param name="smartHttp">Null for the defaults.</param>
    /// <param name="git">Null for the defaults.</param>
    /// <param name="runs">Null for the defaults.</param>
    /// <param name="time">Null for the system's.</param>
    public static async Task<TestDaemon> StartAsync(
        BrokerOptions? broker = null, long contentBytes = 1 << 30, RelayOptions? relay = null, NodesOptions? nodes = null,
        SmartHttpOptions? smartHttp = null, GitOptions? git = null, RunsOptions? runs = null, TimeProvider? time = null)
    {
        var folder = new TempFolder();
        var daemon = new TestDaemon(folder, time, () => new InstanceOptions
        {
            State = folder.At("state"), Listen = ["127.0.0.1:0"], Id = "test-instance", ContentBytesMax = contentBytes,
            Broker = broker ?? new BrokerOptions { None = true }, Relay = relay ?? new RelayOptions(), Nodes = nodes ?? new NodesOptions(),
            SmartHttp = smartHttp ?? new SmartHttpOptions(), Git = git ?? new GitOptions(),
            Runs = runs ?? new RunsOptions(), Enrolment = new EnrolmentOptions { BrokerBudget = Patience },
        });
        try
        {
            await daemon.OpenAsync();
            return daemon;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async Task RestartAsync(Func<Task>? meanwhile = null)
    {
        Http.Dispose();
        await _daemon.DisposeAsync();
        if (meanwhile is not null)
            await meanwhile();
        await OpenAsync();
    }

    public async Task<Head> PublishAsync(string id, byte[] bytes)
    {
        var answer = await Get<Publisher>().PublishAsync(Folder.Write("source", bytes), id, null, Some.Ct);
        return answer.Head!;
    }

    public Task<CliAnswer> CliAsync(params string[] arguments) => CliAnswer.OfAsync([.. arguments, "--state", State]);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _daemon.DisposeAsync();
        Folder.Dispose();
    }

    private async Task OpenAsync()
    {
        var options = _options();
        Assert.Null(options.Rule());
        Assert.True(StateFolder.TryLock(options.State, out var state, out var rule), rule);
        if (!options.Broker.None && options.Broker.External is null)
            await ChooseOwnPortAsync();
        _daemon = await InstanceDaemon.StartAsync(state!, options, Extend, Some.Ct);
        // Who asks before it sends a body waits for the answer, however long that takes: a body for a server that has closed is an error.
        var handler = new SocketsHttpHandler { Expect100ContinueTimeout = Patience };
        Http = new HttpClient(handler) { BaseAddress = new Uri(_daemon.Addresses[0]) };
        if (Get<InstanceBroker>().IsManaged)
            await ConnectedAsync();
    }

    private void Extend(IServiceCollection services)
    {
        services.AddLogging(l => l.ClearProviders());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(120));
        if (_time is not null)
            services.AddSingleton(_time);
    }

    /// <summary>The broker's listener for the instance remembers its port; it is given one that nobody takes while the daemon starts again.</summary>
    private async Task ChooseOwnPortAsync()
    {
        var ports = Path.Combine(Directory.CreateDirectory(Path.Combine(State, "broker")).FullName, "ports");
        if (!File.Exists(ports))
            await File.WriteAllTextAsync(ports, $"{FixedPorts.Next()} 0\n", Some.Ct);
    }

    /// <summary>A daemon is ready before its links to the broker are; what is said once and not kept would be lost before that.</summary>
    private async Task ConnectedAsync()
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        budget.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        while (Get<InstanceBus>().State != "connected")
            await timer.WaitForNextTickAsync(budget.Token);
    }
}
