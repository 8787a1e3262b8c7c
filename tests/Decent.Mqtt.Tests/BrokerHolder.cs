using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Mqtt.Tests;

/// <summary>A process that owns a broker and does nothing else, so that a test may kill it.</summary>
internal static class BrokerHolder
{
    public const string Verb = "hold-broker";

    public static async Task<int> HoldAsync(string folder)
    {
        var broker = await MosquittoBroker.StartAsync(Some.BrokerOptions(folder), TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        Console.WriteLine($"{broker.ProcessId} {broker.Port}");
        await Console.In.ReadLineAsync();
        return 0;
    }
}
