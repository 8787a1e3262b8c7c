using System.Globalization;
using Decent.Demo.Cluster;
using Decent.Edge.Power;

namespace Decent.Edge.Tests.Images;

/// <summary>Mains is lost on a line of a GPIO chip: the kernel's own chip, simulated, and its own debounce, in a started image with the real edge.</summary>
public sealed class PowerGuestTests(SdImages images) : IDisposable
{
    private const int Cuts = 20;
    private static readonly int BudgetMs = new PowerOptions().BudgetMs;
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
        await card.PutBootFileAsync("decent/config.json", _folder.Put("config.json", GuestEdge.Settings(instance.Address.Port, "power-sim", line: 3)));
        int port = FreePort.Tcp();
        GuestMachine machine = GuestMachine.Pc(GuestMachine.Disk(card)).Reaching((port, 4980));
        await using Guest guest = await Guest.StartAsync(machine, GuestEdge.Log);
        Assert.Equal("running", await guest.BootedAsync());
        GuestLines log = await GuestEdge.FollowAsync(guest);
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
        await GuestEdge.AssertSealedAsync(card, _folder);
    }

    /// <summary>The line falls; <see cref="GuestEdge.SealedAsync"/>.</summary>
    private static async Task<(double Ms, double Waited, string For)> LostAsync(Guest guest)
    {
        int before = guest.Port(GuestEdge.Log).Count;
        await guest.DoAsync("/usr/lib/decent-test/gpio mains down");
        return await GuestEdge.SealedAsync(guest, before);
    }

    private static async Task BackAsync(Guest guest)
    {
        GuestLines log = guest.Port(GuestEdge.Log);
        int before = log.Count;
        await guest.DoAsync("/usr/lib/decent-test/gpio mains up");
        await log.SaysAsync("Power: Unsealing -> Running", before);
    }
}
