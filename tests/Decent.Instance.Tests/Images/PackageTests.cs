using System.Security.Cryptography;

namespace Decent.Instance.Tests.Images;

/// <summary>The Debian packages that <c>images/server/build.sh</c> makes.</summary>
public sealed class PackageTests
{
    private static readonly string[] Names = ["decent-instance", "decent-edge"];

    // Users stay; so do the backups that the tool which makes them writes, and the folder of systemd, which a whole machine has before.
    private static readonly string[] Staying =
    [
        "/etc/.pwd.lock", "/etc/passwd", "/etc/passwd-", "/etc/group", "/etc/group-", "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-",
        "/var/lib/systemd",
    ];

    [Fact]
    public void The_control_files_say_what_is_needed_at_run_time_and_leave_the_runtime_to_the_machine()
    {
        foreach (var name in Names)
        {
            var fields = Control(name);
            Assert.Equal((name, "all"), (fields["Package"], fields["Architecture"]));
            var needed = fields["Depends"].Split(", ");
            Assert.Equal(needed.Order(StringComparer.Ordinal), needed);
            Assert.Empty(((string[])["libmosquitto1", "libsqlite3-0", "libssl3t64 | libssl3", "libstdc++6", "systemd | systemd-sysusers"]).Except(needed));
            Assert.DoesNotContain("runtime", fields["Depends"]);
            Assert.StartsWith("aspnetcore-runtime-10.0 | ", fields["Recommends"]);
        }

        // What the container installs is what the package needs.
        var run = Containerfile.Parse(ServerImages.Read("Containerfile")).All("RUN").First(text => text.Contains("apt-get install", StringComparison.Ordinal));
        var installed = run[(run.IndexOf("--no-install-recommends", StringComparison.Ordinal) + 23)..run.IndexOf("&& rm", StringComparison.Ordinal)];
        var words = installed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("mosquitto", words);
        Assert.Empty(words.Except(Control("decent-instance")["Depends"].Split(", ")));
    }

    [Theory]
    [InlineData("sh", "launcher")]
    [InlineData("sh", "postinst")]
    [InlineData("sh", "prerm")]
    [InlineData("sh", "postrm")]
    [InlineData("bash", "../build.sh")]
    [InlineData("bash", "../../esp32/flash.sh")]
    public async Task Each_script_is_one_that_a_shell_reads(string shell, string file)
    {
        var path = Path.Combine(ServerImages.Folder, "debian", file);
        Assert.Equal((0, ""), await Shell.RunAsync(shell, "-n", path));
        if (await Shell.RunAsync("shellcheck", "--severity=warning", $"--shell={shell}", path) is { } checkedToo)
            Assert.Equal((0, ""), checkedToo);
    }

    [Theory]
    [InlineData("there is no '--outt'", "--outt")]
    [InlineData("--out needs a value", "--out")]
    [InlineData("'one' is no version; use one such as 1.2.3", "--version", "one")]
    public async Task A_build_that_makes_no_sense_is_refused_before_it_begins(string sentence, params string[] arguments)
    {
        var (exit, text) = (await Shell.RunAsync("bash", [Path.Combine(ServerImages.Folder, "build.sh"), .. arguments]))!.Value;
        Assert.Contains(sentence, text);
        Assert.Equal(2, exit);
    }

    [Fact]
    public async Task Two_builds_are_equal_and_the_packages_come_run_and_go_without_a_trace()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DECENT_IMAGES") == "1", "./test.sh --images builds the packages");
        using var folder = new TempFolder();
        var (first, second) = (await BuildAsync(folder.At("first")), await BuildAsync(folder.At("second")));
        Assert.Equal(first, second);
        Assert.Equal(2, first.Count);
        if (await Shell.RunAsync("unshare", "--mount", "--pid", "--net", "--fork", "true") is not { Exit: 0 })
        {
            Assert.Skip("this user may not make mounts of its own; root may");
            return;
        }
        var life = Path.Combine(ServerImages.Folder, "..", "..", "tests", "Decent.Instance.Tests", "Images", "package-life.sh");
        var (exit, text) = (await Shell.RunAsync(Patience, "unshare", "--mount", "--pid", "--net", "--fork", "sh", "-eu", life,
            folder.At("first"), folder.At("root")))!.Value;
        Assert.True(exit == 0, text);
        var said = text.Split('\n');
        foreach (var name in Names)
        {
            var changed = Assert.Single(said, line => line.StartsWith($"{name}: changed by it all: ", StringComparison.Ordinal)).Split(": ")[2];
            Assert.Empty(changed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(Staying));
            Assert.Contains($"{name} was healthy and stopped with 0", said);
            Assert.Equal(13, said.Count(line => line.StartsWith($"{name}: ", StringComparison.Ordinal)));
        }
        Assert.Equal(
            ["decent-edge-poweroff.path", "decent-edge-reboot.path", "decent-edge.service"],
            said.Where(line => line.StartsWith("systemctl --no-block start ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3]));
        Assert.Contains("systemctl stop decent-edge-poweroff.path decent-edge-reboot.path decent-edge.service", said);
        Assert.Contains("a policy that forbids starts is kept", said);
        Assert.Contains(said, line => line.StartsWith("without a runtime: 2 decent-edge needs the ASP.NET 10 runtime: install ", StringComparison.Ordinal));
    }

    // Two publications of everything, beside whatever else the machine does.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The packages by their names, with their hashes.</summary>
    private static async Task<Dictionary<string, string>> BuildAsync(string folder)
    {
        var (exit, text) = (await Shell.RunAsync(Patience, Path.Combine(ServerImages.Folder, "build.sh"), "--out", folder, "--version", "9.8.7~rc1"))!.Value;
        Assert.True(exit == 0, text);
        return Directory.GetFiles(folder).ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));
    }

    private static Dictionary<string, string> Control(string name) => ServerImages.Read($"debian/{name}.control").Split('\n')
        .Where(line => line.Length > 0 && line[0] != ' ').Select(line => line.Split(": ", 2)).ToDictionary(p => p[0], p => p[1]);
}
