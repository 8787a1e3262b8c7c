using System.Globalization;
using System.Text.RegularExpressions;
using Decent.Demo.Cluster;

namespace Decent.Bench.Serving;

/// <summary>What wrk said after one round.</summary>
public sealed partial record WrkRun(double RequestsPerSecond, double BytesPerSecond, double P50Ms, double P99Ms)
{
    /// <summary>Answers a second. Of large files few end within a round, so the bytes count; of small ones headers would count too.</summary>
    public double AnswersPerSecond(long bytes) => bytes >= 16 << 20 ? BytesPerSecond / bytes : RequestsPerSecond;

    /// <summary>One thread, eight connections, three seconds; throws <see cref="InvalidOperationException"/> when an answer was not 2xx.</summary>
    public static async Task<WrkRun> TakeAsync(string program, Uri address, CancellationToken ct)
    {
        string said = await CommandLine.DoAsync(program, ["-t1", "-c8", "-d3s", "--timeout", "30s", "--latency", address.AbsoluteUri], ct);
        return said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{address} did not answer every request well: {said}")
            : new WrkRun(Value(Requests(), said), Value(Transfer(), said), Value(Half(), said) * 1000, Value(Slowest(), said) * 1000);
    }

    /// <summary>wrk counts bytes in powers of 1,024 and time in us, ms, s or m; the value is in bytes or seconds.</summary>
    private static double Value(Regex pattern, string said)
    {
        Match match = pattern.Match(said);
        if (!match.Success)
        {
            throw new InvalidOperationException($"wrk said something unknown: {said}");
        }

        double scale = match.Groups["unit"].Value switch
        {
            "KB" => 1024,
            "MB" => 1024 * 1024,
            "GB" => 1024 * 1024 * 1024,
            "us" => 1e-6,
            "ms" => 1e-3,
            "m" => 60,
            _ => 1,
        };
        return double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture) * scale;
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<value>[\d.]+)")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Transfer/sec:\s+(?<value>[\d.]+)(?<unit>[KMG]?B)")]
    private static partial Regex Transfer();

    [GeneratedRegex(@"50%\s+(?<value>[\d.]+)(?<unit>us|ms|s|m)")]
    private static partial Regex Half();

    [GeneratedRegex(@"99%\s+(?<value>[\d.]+)(?<unit>us|ms|s|m)")]
    private static partial Regex Slowest();
}
