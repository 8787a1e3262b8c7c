using Decent.Hosting;
using Decent.Content;
using Decent.Instance.Broker;
using Decent.Instance.Git;
using Decent.Instance.Nodes;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;
using Decent.Instance.SmartHttp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Decent.Instance.Tests;

/// <summary>A whole daemon in this process, on any free port of loopback, and the command line that speaks to it.</summary>
public sealed class TestDaemon : IAsyncDisposable
{
    private readonly Func<InstanceOptions> _options;
    private InstanceDaemon _daemon = null!;

    private TestDaemon(TempFolder folder, Func<InstanceOptions> options) => (Folder, _options) = (folder, options);

    /// <summary>A broker of its own on any free port.</summary>
    public static BrokerOptions Managed => new() { Listen = "127.0.0.1:0" };

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
    public static async Task<TestDaemon> StartAsync(
        BrokerOptions? broker = null, long contentBytes = 1 << 30, RelayOptions? relay = null, NodesOptions? nodes = null,
        SmartHttpOptions? smartHttp = null, GitOptions? git = null)
    {
        var folder = new TempFolder();
        var daemon = new TestDaemon(folder, () => new InstanceOptions
        {
            State = folder.At("state"), Listen = ["127.0.0.1:0"], Id = "test-instance", ContentBytesMax = contentBytes,
            Broker = broker ?? new BrokerOptions { None = true }, Relay = relay ?? new RelayOptions(), Nodes = nodes ?? new NodesOptions(),
            SmartHttp = smartHttp ?? new SmartHttpOptions(), Git = git ?? new GitOptions(),
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
        _daemon = await InstanceDaemon.StartAsync(state!, options, s => s.AddLogging(l => l.ClearProviders()), Some.Ct);
        Http = new HttpClient { BaseAddress = new Uri(_daemon.Addresses[0]) };
    }
}
