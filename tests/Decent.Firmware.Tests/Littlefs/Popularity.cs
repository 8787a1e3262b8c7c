using Decent.Peer;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Requests for objects 0 to count - 1, each for itself, the n-th as often as 1 / n^skew.</summary>
internal sealed class Popularity
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
