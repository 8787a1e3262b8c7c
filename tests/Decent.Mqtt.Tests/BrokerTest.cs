using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Mqtt.Tests;

/// <summary>A test with a real broker of its own.</summary>
public abstract class BrokerTest : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    protected MosquittoBroker Broker { get; private set; } = null!;

    protected string Folder => _folder.Path;

    private protected virtual MosquittoOptions Options => Some.BrokerOptions(Folder);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        Broker = await MosquittoBroker.StartAsync(Options, TimeProvider.System, NullLogger.Instance, Cancel);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        _folder.Dispose();
    }
}
