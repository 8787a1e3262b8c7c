using Decent.Hosting;
using Decent.Content;
using Decent.Instance.Broker;
using Decent.Instance.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Decent.Instance.Tests;

/// <summary>A whole daemon in this process, on any free port of loopback, and the command line that speaks to it.</summary>
public sealed class TestDaemon : IAsyncDisposable
{
    private readonly InstanceDaemon _daemon;

    private TestDaemon(TempFolder folder, InstanceDaemon daemon)
    {
        (Folder, _daemon) = (folder, daemon);
        Http = new HttpClient { BaseAddress = new Uri(daemon.Addresses[0]) };
    }

    public TempFolder Folder { get; }

    public string State => Folder.At("state");

    public string Address => _daemon.Addresses[0];

    public HttpClient Http { get; }

    public T Get<T>() where T : notnull => _daemon.Services.GetRequiredService<T>();

    /// <param name="broker">Null for none.</param>
    public static async Task<TestDaemon> StartAsync(BrokerOptions? broker = null)
    {
        var folder = new TempFolder();
        var options = new InstanceOptions
        {
            State = folder.At("state"), Listen = ["127.0.0.1:0"], Id = "test-instance", Broker = broker ?? new BrokerOptions { None = true },
        };
        Assert.Null(options.Rule());
        Assert.True(StateFolder.TryLock(options.State, out var state, out var rule), rule);
        return new TestDaemon(folder, await InstanceDaemon.StartAsync(state!, options, s => s.AddLogging(l => l.ClearProviders()), Some.Ct));
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
}
