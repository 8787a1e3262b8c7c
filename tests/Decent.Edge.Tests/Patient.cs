using Decent.Edge.Fetching;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Tests;

/// <summary>Budgets that are met on a machine that stalls for seconds too, for tests that are not about the product's own.</summary>
internal static class Patient
{
    /// <summary>Longer than a lookup's, so that it is the lookup that tells.</summary>
    public static readonly TimeSpan Client = TimeSpan.FromMinutes(2);

    private static readonly FetchingOptions Product = new();

    /// <param name="stall">Longest pause between bytes of a body.</param>
    /// <param name="known">For a head of which a version is known.</param>
    /// <param name="away">First pause after an instance that did not connect.</param>
    public static FetchingOptions Fetching(TimeSpan? stall = null, TimeSpan? known = null, TimeSpan? away = null) => new()
    {
        ConnectTimeout = Some.Patience,
        HeadTimeout = known ?? Some.Patience,
        HeadUnknownTimeout = Some.Patience,
        ManifestTimeout = Some.Patience,
        StallTimeout = stall ?? Some.Patience,
        SharingTimeout = Some.Patience,
        AgainWithin = Some.Patience,
        AwayFirst = away ?? Product.AwayFirst,
        AwayLongest = away * 2 ?? Product.AwayLongest,
    };

    /// <summary>Asks as early as the product and again when a datagram was lost, and waits long for an answer.</summary>
    public static LookupOptions Lookup()
    {
        LookupOptions options = PeerLoopOptions.Ladder();
        options.AskAtMs = [0, 130, 260, 1_000, 4_000, 10_000];
        options.LoweredAtMs = 15_000;
        options.SilentAtMs = options.CallerMs = options.StalledMs = 25_000;
        return options;
    }
}
