using System.Text.Json;
using Decent.Instance.Broker;
using Decent.Instance.Control;
using Decent.Instance.Index;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Decent.Instance.Monitoring;

/// <summary>
/// Whether requests can be answered. A broker that is away is told and changes nothing: names and content are served without it. A stopping instance
/// is not ready, so that a proxy sends its requests elsewhere.
/// </summary>
public sealed class Readiness(VersionIndex index, InstanceBus bus, IHostApplicationLifetime lifetime)
{
    /// <summary>200 with <c>ready</c> or <c>degraded</c>, 503 with <c>stopping</c> or <c>failed</c>.</summary>
    public IResult Answer()
    {
        var report = Report();
        return Results.Text(
            JsonSerializer.Serialize(report, ControlJson.Default.ReadyReport), "application/json",
            statusCode: report.Status is "ready" or "degraded" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private ReadyReport Report()
    {
        var broker = bus.State;
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return new ReadyReport { Status = "stopping", Index = "closing", Broker = broker };
        try
        {
            _ = index.ShardCount(0);
        }
        catch (SqliteException)
        {
            // Whatever is wrong with it stands in the log; here it counts that no name can be answered.
            return new ReadyReport { Status = "failed", Index = "unreadable", Broker = broker };
        }
        return new ReadyReport { Status = broker == "away" ? "degraded" : "ready", Index = "ok", Broker = broker };
    }
}
