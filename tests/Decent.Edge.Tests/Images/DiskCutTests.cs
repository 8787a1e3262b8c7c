using Decent.Edge.Tests.Power.Cuts;
using Decent.Peer;

namespace Decent.Edge.Tests.Images;

/// <summary>
/// Power cuts below the kernel: an edge's store and record of stops are written in a guest, whose disk keeps a log of what it was told. Whatever had been
/// flushed is on the disk, and of the rest what a seed decides; ext4 replays its journal, and the edge starts on what is left.
/// </summary>
public sealed class DiskCutTests(SdImages images) : IDisposable
{
    private const string Told = "decent.told";
    private const ulong Seed = 20261128;
    private const int PointsMax = 250;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_wherever_the_power_of_the_disk_fails()
    {
        using Recording recording = await RecordAsync("FULL", 120);
        Rng rng = new(Seed);
        List<int> flushes = recording.Disk.Log.Flushes(recording.Told[0].Line);
        List<int> chosen = [.. flushes.Where((_, i) => i * PointsMax / flushes.Count != (i - 1) * PointsMax / flushes.Count || i == 0)];
        List<string> faults = [];
        int rest = 0;
        foreach (int flush in chosen)
        {
            // At the flush itself, or with some of what was written until the next one.
            int end = recording.Disk.Log.NextFlush(flush), cut = rng.Below(3) == 0 ? flush + 1 : flush + 1 + rng.Below(end - flush);
            rest += cut - flush - 1;
            faults.AddRange((await FaultsAsync(recording, flush, cut, rng)).Select(fault => $"cut at entry {cut} of the log: {fault}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
        Assert.True(chosen.Count > 50 && rest > 50, $"{chosen.Count} points, {rest} writes in doubt");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{chosen.Count} power cuts of a guest's disk among {flushes.Count} flushes, {rest} writes in doubt, "
                + $"{recording.Told.Count} acknowledgements, none lost");
    }

    [Fact]
    public async Task With_less_than_FULL_a_stop_that_was_acknowledged_is_lost_from_the_disk()
    {
        using Recording recording = await RecordAsync("NORMAL", 60);
        Rng rng = new(Seed);
        List<int> seals = [.. recording.Told.Where(line => line.Words[0] == "sealed").Select(line => line.Line)];
        int lost = 0;
        foreach (int seal in seals)
        {
            lost += (await FaultsAsync(recording, recording.Disk.Log.FlushBefore(seal), seal, rng)).Count > 0 ? 1 : 0;
        }

        Assert.True(seals.Count > 4 && lost > 0, $"{lost} of {seals.Count} stops are lost");
        TestContext.Current.TestOutputHelper?.WriteLine($"with NORMAL {lost} of {seals.Count} acknowledged stops are lost from a guest's disk");
    }

    /// <summary>Starts an edge's parts on the disk as a cut left it.</summary>
    private async Task<List<string>> FaultsAsync(Recording recording, int flush, int cut, Rng rng)
    {
        string left = await recording.Disk.BuildAsync(_folder.Path, flush, cut, rng);
        try
        {
            return StoreVerdict.Faults(Path.Combine(left, "script"), recording.Told, cut);
        }
        finally
        {
            Directory.Delete(left, recursive: true);
        }
    }

    /// <summary>Plays the script in a guest; it does the next thing when what it told is noted with the place of the log.</summary>
    private async Task<Recording> RecordAsync(string synchronous, int operations)
    {
        SdImage image = await images.GetEdgeAsync(), card = images.Card(image, "cut.img", new FileInfo(image.File).Length);
        string log = images.Beside("cut.log");
        GuestMachine machine = await GuestMachine.Pc(GuestMachine.Logged(card, log)).Alone()
            .WithFolderAsync(AppContext.BaseDirectory, images.Beside("tests.sq"));
        List<(int Line, string[] Words)> told = [];
        await using (Guest guest = await Guest.StartAsync(machine, Told))
        {
            await guest.BootedAsync();
            await guest.DoAsync("systemctl stop decent-edge; mkdir -p /data/script /run/tests; mount -o ro /dev/vdb /run/tests");
            string script = $"{StoreScript.Verb} /data/script /dev/virtio-ports/{Told} {Seed} {operations} {synchronous}";
            await guest.DoAsync($"systemd-run --quiet --unit script --property=StandardError=tty --property=TTYPath=/dev/console "
                + $"sh -c 'exec /usr/lib/dotnet/dotnet /run/tests/Decent.Edge.Tests.dll {script}'");
            GuestLines port = guest.Port(Told);
            // The first line is that of the begin; a loss of mains has three.
            for (int done = 0; done <= operations;)
            {
                string[] words = (await port.FirstAsync(_ => true, "acknowledgement", told.Count)).Split(' ');
                told.Add((BlockLog.Count(log), words));
                done += words[0] is "sealed" or "unsealing" ? 0 : 1;
                await guest.SayAsync(Told, "\n");
            }

            await guest.CutAsync();
        }

        return new Recording(new DiskReplay(BlockLog.Open(log), image), told);
    }

    private sealed record Recording(DiskReplay Disk, List<(int Line, string[] Words)> Told) : IDisposable
    {
        public void Dispose() => Disk.Dispose();
    }
}
