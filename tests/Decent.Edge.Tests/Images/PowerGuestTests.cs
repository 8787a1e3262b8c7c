using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Decent.Demo.Cluster;
using Decent.Edge.Power;

namespace Decent.Edge.Tests.Images;

/// <summary>Mains is lost on a line of a GPIO chip: the kernel's own chip, simulated, and its own debounce, in a started image with the real edge.</summary>
public sealed partial class PowerGuestTests(SdImages images) : IDisposable
{
    private const int Cuts = 20;
    private static readonly int BudgetMs = new PowerOptions().BudgetMs;
    private const string Log = "decent.log";
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_line_that_falls_seals_within_the_budget_and_one_that_stays_down_powers_off()
    {
        SdImage card = images.Card(await images.GetEdgeAsync(), "power.img", 2L << 30);
        await using TestInstance instance = await TestInstance.StartAsync();
        Dictionary<string, byte[]> published = Enumerable.Range(0, Cuts + 1).ToDictionary(i => $"home/film-{i}", i => Some.Noise(400_000, i));
        foreach ((string id, byte[] bytes) in published)
        {
            await instance.PublishAsync(id, bytes);
        }

        await card.PutBootFileAsync("decent-test/gpio-sim.ko", await images.GpioSimAsync(card));
        await card.PutBootFileAsync("decent/config.json", _folder.Put("config.json", Settings(instance.Address.Port)));
        int port = FreePort.Tcp();
        GuestMachine machine = GuestMachine.Pc(GuestMachine.Disk(card)).Reaching((port, 4980));
        await using Guest guest = await Guest.StartAsync(machine, Log);
        Assert.Equal("running", await guest.BootedAsync());
        await guest.DoAsync($"systemd-run --quiet sh -c 'exec journalctl --follow --lines=all --output=cat -u decent-edge >/dev/virtio-ports/{Log}'");
        GuestLines log = guest.Port(Log);
        await log.SaysAsync("Mains is watched on line 3 of power-sim");
        // What the unit is to allow: the thread that seals goes first, and the one that reads everything again may ask the disk last.
        string threads = await guest.DoAsync("ps -L -o ni=,comm= -p $(systemctl show -P MainPID decent-edge)");
        Assert.Contains(threads.Split('\n'), line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["-10", "power"]);
        Assert.Contains("ioprio_set", (await guest.DoAsync("systemctl show -P SystemCallFilter decent-edge")).Split(' ', '\n'));
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Guest.Patience };
        await GuestEdge.AssertServesAsync(port, "home/film-0", published["home/film-0"]);

        List<(double Ms, double Waited, string For)> seals = [];
        for (int cut = 1; cut <= Cuts; cut++)
        {
            // Something is always about to be written when the line falls.
            Task<HttpResponseMessage> fetch = http.GetAsync(new Uri($"/r/home/film-{cut}", UriKind.Relative), Ct);
            seals.Add(await LostAsync(guest));
            await GuestEdge.AssertServesAsync(port, "home/film-0", published["home/film-0"]);
            await BackAsync(guest);
            (await fetch).Dispose();
        }

        await guest.DoAsync("/usr/lib/decent-test/gpio glitches 10");
        seals.Add(await LostAsync(guest));
        await BackAsync(guest);
        // One loss more, not one for each glitch before it.
        Assert.Equal(Cuts + 1, log.All.Count(line => line.Contains("Sealed in ", StringComparison.Ordinal)));

        double[] ordered = [.. seals.Select(seal => seal.Ms).Order()], own = [.. seals.Select(seal => seal.Ms - seal.Waited).Order()];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ordered.Length} losses on a simulated line, sealed in {ordered[ordered.Length / 2]} ms (p50), {ordered[^1]} ms (p99), the first in "
                + $"{seals[0].Ms} ms; without what was being written {own[own.Length / 2]:0.0} ms (p50), {own[^1]:0.0} ms (p99); "
                + $"each: {string.Join(", ", seals.Select(seal => $"{seal.Ms} ({seal.Waited}{seal.For})"))}"));
        Assert.True(ordered[^1] <= BudgetMs, $"sealed in {string.Join(", ", seals)} ms");

        await LostAsync(guest);
        await guest.EndAsync();
        Assert.Contains(guest.Console.All, line => line.Contains("reboot: Power down", StringComparison.Ordinal));
        await AssertSealedAsync(card);
    }

    /// <summary>What the next start would find of this one.</summary>
    private async Task AssertSealedAsync(SdImage card)
    {
        string left = Directory.CreateDirectory(_folder["left"]).FullName;
        await card.TakeDataFilesAsync(left, "decent-edge/sealed", "decent-edge/ledger.db", "decent-edge/ledger.db-wal");
        using StopLedger ledger = StopLedger.Open(left);
        Assert.True(ledger.Finding.IsClean, ledger.Finding.Reason);
    }

    /// <summary>The line falls; milliseconds to the seal as the edge measured them, those of them in which it waited for writers, and for whom.</summary>
    private static async Task<(double Ms, double Waited, string For)> LostAsync(Guest guest)
    {
        GuestLines log = guest.Port(Log);
        int before = log.Count;
        await guest.DoAsync("/usr/lib/decent-test/gpio mains down");
        string said = await log.SaysAsync("Sealed in ", before);
        await log.SaysAsync("Power: Sealing -> Sealed", before);
        GroupCollection seal = Milliseconds().Match(said).Groups;
        return (double.Parse(seal[1].Value, CultureInfo.InvariantCulture), double.Parse(seal[2].Value, CultureInfo.InvariantCulture), seal[3].Value);
    }

    private static async Task BackAsync(Guest guest)
    {
        GuestLines log = guest.Port(Log);
        int before = log.Count;
        await guest.DoAsync("/usr/lib/decent-test/gpio mains up");
        await log.SaysAsync("Power: Unsealing -> Running", before);
    }

    private static byte[] Settings(int instancePort) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        hostname = "guest-pi",
        ethernet = new { address = "10.0.2.15/24", gateway = "10.0.2.4", dns = (string[])["10.0.2.4"] },
        instance = $"http://10.0.2.2:{instancePort}",
        flags = (string[])
        [
            "--power-line", "3", "--power-chip", "power-sim", "--power-active-low", "--power-debounce", "100", "--power-grace", "30",
        ],
    });

    [GeneratedRegex(@"Sealed in ([0-9.]+) ms \(([0-9.]+) of them for what was being written([^)]*)\)")]
    private static partial Regex Milliseconds();
}
