using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Decent.Edge.Power;

namespace Decent.Edge.Tests.Images;

/// <summary>The edge of a guest: as a client of the host sees it by a forwarded port, by its log, and by what it leaves on its card.</summary>
internal static partial class GuestEdge
{
    /// <summary>The port of a guest to which <see cref="FollowAsync"/> sends.</summary>
    public const string Log = "decent.log";

    // Each takes the edge a second, which it waits for peers and instance.
    private const int TriesMax = 300;

    /// <summary>It serves a resource byte for byte; asked again while nothing was heard in time, which a cold start on a slow machine brings with it.</summary>
    public static async Task AssertServesAsync(int port, string id, byte[] published)
    {
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Guest.Patience };
        for (int left = TriesMax; ; left--)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"/r/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.StatusCode != HttpStatusCode.GatewayTimeout || left == 0)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.True((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(published));
                return;
            }
        }
    }

    /// <summary>A card's settings: an instance on the host, no other way out, and mains on a line that is low without it, for 30 s at most.</summary>
    public static byte[] Settings(int instancePort, string chip, int line) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        hostname = "guest-pi",
        ethernet = new { address = "10.0.2.15/24", gateway = "10.0.2.4", dns = (string[])["10.0.2.4"] },
        instance = $"http://10.0.2.2:{instancePort}",
        flags = (string[])
        [
            "--power-line", $"{line}", "--power-chip", chip, "--power-active-low", "--power-debounce", "100", "--power-grace", "30",
        ],
    });

    /// <summary>What the edge logged and logs.</summary>
    public static async Task<GuestLines> FollowAsync(Guest guest)
    {
        await guest.DoAsync($"systemd-run --quiet sh -c 'exec journalctl --follow --lines=all --output=cat -u decent-edge >/dev/virtio-ports/{Log}'");
        return guest.Port(Log);
    }

    /// <summary>The seal that comes after so many lines: milliseconds as the edge measured them, those in which it waited for writers, and for whom.</summary>
    public static async Task<(double Ms, double Waited, string For)> SealedAsync(Guest guest, int after)
    {
        string said = await guest.Port(Log).SaysAsync("Sealed in ", after);
        await guest.Port(Log).SaysAsync("Power: Sealing -> Sealed", after);
        GroupCollection seal = Milliseconds().Match(said).Groups;
        return (double.Parse(seal[1].Value, CultureInfo.InvariantCulture), double.Parse(seal[2].Value, CultureInfo.InvariantCulture), seal[3].Value);
    }

    /// <summary>What the next start of a card would find of this one: that it ended in order.</summary>
    public static async Task AssertSealedAsync(SdImage card, TempFolder folder)
    {
        string left = Directory.CreateDirectory(folder["left"]).FullName;
        await card.TakeDataFilesAsync(left, "decent-edge/sealed", "decent-edge/ledger.db", "decent-edge/ledger.db-wal");
        using StopLedger ledger = StopLedger.Open(left);
        Assert.True(ledger.Finding.IsClean, ledger.Finding.Reason);
    }

    [GeneratedRegex(@"Sealed in ([0-9.]+) ms \(([0-9.]+) of them for what was being written([^)]*)\)")]
    private static partial Regex Milliseconds();
}
