using Decent.Peer;

namespace Decent.World.Caching;

/// <summary>Ranks 0 to count - 1 by Zipf's law: each draw is for itself, and rank n comes as often as 1 / (n + 1)^skew.</summary>
public sealed class Popularity
{
    private readonly double[] _sums;
    private readonly Rng _rng;

    public Popularity(int count, double skew, Rng rng)
    {
        _rng = rng;
        _sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) _sums[i] = sum += Math.Pow(i + 1, -skew);
    }

    public int Next()
    {
        double at = (_rng.Next() >> 11) * (1.0 / (1UL << 53)) * _sums[^1];
        int found = Array.BinarySearch(_sums, at);
        return Math.Min(found < 0 ? ~found : found + 1, _sums.Length - 1);
    }
}
