namespace Decent.Edge.Tests.Images;

/// <summary>The instance's package under systemd: its unit, its user and its fences, in a started image that has no other business.</summary>
public sealed class ServerGuestTests(SdImages images) : IDisposable
{
    private static readonly string[] Programs = ["/usr/bin/git", "/usr/sbin/mosquitto", "/usr/bin/setpriv"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_instance_of_the_package_starts_as_a_service_publishes_with_git_is_watched_and_stops_in_order()
    {
        SdImage card = images.Card(await images.GetEdgeAsync(), "server.img", 2L << 30);
        await PackAsync(_folder["server"]);
        GuestMachine machine = await GuestMachine.Pc(GuestMachine.Disk(card)).Alone().WithFolderAsync(_folder["server"], images.Beside("server.sq"));
        await using Guest guest = await Guest.StartAsync(machine);
        Assert.Equal("running", await guest.BootedAsync());
        // The image's own /usr lies above: what both have is the image's.
        await guest.DoAsync("mkdir /run/server && mount -o ro /dev/vdb /run/server && mount -t overlay overlay -o lowerdir=/usr:/run/server/usr /usr");
        await guest.DoAsync("systemctl stop decent-edge && systemd-sysusers decent-instance.conf && systemctl daemon-reload");

        (int exit, string said) = await guest.RunAsync("timeout 280 systemctl start decent-instance");
        Assert.True(exit == 0, said + await guest.DoAsync("journalctl --no-pager -u decent-instance"));
        Assert.Equal("decent-instance", await WordAsync("ps -o user= -p $(systemctl show -P MainPID decent-instance)"));
        Assert.Equal("700 decent-instance", await WordAsync("stat -c '%a %U' /var/lib/decent-instance"));
        string asItself = "runuser -u decent-instance -- env DECENT_INSTANCE_STATE=/var/lib/decent-instance decent-instance";
        await guest.DoAsync($"head -c 300000 /dev/urandom >/run/film && chmod a+r /run/film && {asItself} publish /run/film --as home/film");
        await guest.DoAsync("busybox wget -q -O /run/back http://127.0.0.1:4970/r/home/film && cmp /run/film /run/back");
        Assert.Contains("mosquitto", await guest.DoAsync("systemctl status --no-pager --full decent-instance"));
        // It says to systemd that it lives, or it would be started again.
        Assert.Equal(("0", "1min"), (await PropertyAsync("NRestarts"), await PropertyAsync("WatchdogUSec")));

        await guest.DoAsync("systemctl stop decent-instance");
        Assert.Equal(("inactive", "success", "0"), (await PropertyAsync("ActiveState"), await PropertyAsync("Result"), await PropertyAsync("ExecMainStatus")));
        Assert.Equal("", await WordAsync("pgrep --uid decent-instance || true"));
        await guest.PowerOffAsync();

        Task<string> PropertyAsync(string name) => WordAsync($"systemctl show -P {name} decent-instance");
        async Task<string> WordAsync(string command) => (await guest.DoAsync(command)).Trim();
    }

    /// <summary>A folder <c>usr</c> with what the package brings, and with what it needs and the image lacks, as this machine has it.</summary>
    private async Task PackAsync(string folder)
    {
        await OkAsync(Path.Combine(SdImages.Recipe, "..", "server", "build.sh"), "--out", Directory.CreateDirectory(_folder["debs"]).FullName);
        await OkAsync("dpkg-deb", "-x", Assert.Single(Directory.GetFiles(_folder["debs"], "decent-instance_*.deb")), folder);
        // "libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x...)"; /lib is a link to /usr/lib.
        IEnumerable<string> libraries = (await OkAsync("ldd", Programs)).Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, "=>", ['/', ..], ..])
            .Select(words => words[2].StartsWith("/usr/", StringComparison.Ordinal) ? words[2] : "/usr" + words[2]);
        foreach (string file in Programs.Concat(libraries).Distinct())
        {
            string copy = Path.Combine(folder, file.TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        foreach (string git in (string[])["lib/git-core", "share/git-core"])
        {
            Directory.CreateDirectory(Path.Combine(folder, "usr", Path.GetDirectoryName(git)!));
            await OkAsync("cp", "-a", Path.Combine("/usr", git), Path.Combine(folder, "usr", git));
        }
    }

    private static async Task<string> OkAsync(string program, params string[] arguments)
    {
        (int exit, string text) = await SdImages.RunAsync(program, arguments) ?? (127, $"{program} is missing");
        Assert.True(exit == 0, text);
        return text;
    }
}
