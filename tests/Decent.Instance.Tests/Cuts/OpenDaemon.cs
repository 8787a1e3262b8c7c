using Decent.Hosting;
using Decent.Instance.Broker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Decent.Instance.Tests.Cuts;

/// <summary>The whole daemon in this process, on a state folder that a cut left.</summary>
internal sealed class OpenDaemon(InstanceDaemon daemon) : IAsyncDisposable
{
    public HttpClient Http { get; } = new() { BaseAddress = new Uri(daemon.Addresses[0]) };

    public T Get<T>() where T : notnull => daemon.Services.GetRequiredService<T>();

    public static async Task<OpenDaemon> StartAsync(string state)
    {
        Assert.True(StateFolder.TryLock(state, out var folder, out var rule), rule);
        var options = new InstanceOptions { State = state, Listen = ["127.0.0.1:0"], Broker = new BrokerOptions { None = true } };
        return new OpenDaemon(await InstanceDaemon.StartAsync(folder!, options, s => s.AddLogging(l => l.ClearProviders()), Some.Ct));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await daemon.DisposeAsync();
    }
}
