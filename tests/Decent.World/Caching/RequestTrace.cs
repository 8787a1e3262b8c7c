using Decent.Peer;

namespace Decent.World.Caching;

/// <summary>
/// What is asked for, one object after the other: by popularity; with scans, which now and then ask once for each of many objects that nobody asks
/// for otherwise; or with drift, where a part of the objects trade places again and again.
/// </summary>
public sealed record RequestTrace(string Name, double Skew, int ScanEvery = 0, int ScanLength = 0, int DriftEvery = 0, double DriftPart = 0)
{
    /// <summary>Objects that have a popularity.</summary>
    public const int Objects = 10_000;

    /// <summary>The same requests for the same seed; objects are numbers from 0 up, those of scans above all others.</summary>
    public int[] Draw(int requests, ulong seed)
    {
        Rng rng = new(seed);
        Popularity popularity = new(Objects, Skew, rng);
        int[] objects = [.. Enumerable.Range(0, Objects)];
        int[] drawn = new int[requests];
        int fresh = Objects;
        int scanLeft = 0;
        int asked = 0;
        for (int i = 0; i < requests; i++)
        {
            if (scanLeft-- > 0)
            {
                drawn[i] = fresh++;
                continue;
            }

            drawn[i] = objects[popularity.Next()];
            asked++;
            if (ScanEvery > 0 && asked % ScanEvery == 0) scanLeft = ScanLength;
            if (DriftEvery > 0 && asked % DriftEvery == 0) Drift(objects, rng);
        }

        return drawn;
    }

    private void Drift(int[] objects, Rng rng)
    {
        for (int i = 0; i < DriftPart * objects.Length / 2; i++)
        {
            int one = rng.Below(objects.Length);
            int other = rng.Below(objects.Length);
            (objects[one], objects[other]) = (objects[other], objects[one]);
        }
    }
}
