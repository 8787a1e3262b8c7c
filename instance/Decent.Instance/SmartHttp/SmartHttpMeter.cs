using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Decent.Instance.SmartHttp;

/// <summary>Counters of git over HTTP, for whoever listens to the meter <c>Decent.Instance.Git</c>.</summary>
public static class SmartHttpMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Decent.Instance.Git";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Requests =
        Meter.CreateCounter<long>("decent.git.requests", description: "Requests ended, by what was asked and how it ended");

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("decent.git.sent", "By", "Bytes of bodies sent, by what was asked");

    /// <summary>Counts a request that ended.</summary>
    /// <param name="asked">
    /// <c>refs</c>, <c>ls-refs</c>, <c>fetch</c>, <c>old</c>, <c>push</c>, <c>upload-pack</c> when it was not understood, or <c>other</c>.
    /// </param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="bytes">Bytes of the body sent; those of sentences are not counted.</param>
    public static void Count(string asked, SmartHttpOutcome outcome, long bytes)
    {
        var what = new KeyValuePair<string, object?>("asked", asked);
        Requests.Add(1, new TagList { what, new("outcome", outcome.ToString()) });
        if (bytes > 0)
            Sent.Add(bytes, what);
    }
}
