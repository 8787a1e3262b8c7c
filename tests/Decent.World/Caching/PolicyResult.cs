using System.Globalization;

namespace Decent.World.Caching;

/// <summary>What a policy did with a trace: hits in percent of the requests that count, and objects written for each hit.</summary>
public readonly record struct PolicyResult(double HitPercent, double WritesPerHit)
{
    /// <summary>Asks for one object after the other; the first fifth warms the cache and does not count.</summary>
    public static PolicyResult Measure(ICachePolicy policy, int[] requests)
    {
        int warm = requests.Length / 5;
        long hits = 0;
        long before = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            if (i == warm) before = policy.Writes;
            if (policy.Ask(requests[i]) && i >= warm) hits++;
        }

        return new PolicyResult(100.0 * hits / (requests.Length - warm), (policy.Writes - before) / (double)Math.Max(1, hits));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HitPercent:0.0} / {WritesPerHit:0.00}");
}
