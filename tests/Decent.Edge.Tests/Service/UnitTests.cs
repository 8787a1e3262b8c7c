using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Decent.Edge.Cli;
using Decent.Edge.Power;
using Decent.Hosting.Cli;

namespace Decent.Edge.Tests.Service;

/// <summary>The units of <c>images/edge</c>, by our rules and by systemd's own tools.</summary>
public sealed class UnitTests : IDisposable
{
    private static readonly string Images = Path.Combine(Root(AppContext.BaseDirectory), "images", "edge");
    private readonly TempFolder _folder = new();

    private static ILookup<string, string> Unit { get; } = Read("decent-edge.service").Split('\n')
        .Where(line => line.Contains('=') && line[0] != '#').Select(line => line.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("User", "decent-edge")]
    [InlineData("StateDirectory", "decent-edge")]
    [InlineData("Restart", "always")]
    [InlineData("StartLimitIntervalSec", "0")]
    [InlineData("WatchdogSec", "60")]
    [InlineData("TimeoutStartSec", "infinity")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("DevicePolicy", "closed")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    public void The_unit_says(string key, string value) => Assert.Equal(value, Assert.Single(Unit[key]));

    [Fact]
    public void It_gives_what_the_edge_needs_and_nothing_that_dotnet_does_not_survive()
    {
        Assert.Equal(["char-gpiochip rw", "char-i2c rw"], Unit["DeviceAllow"]);
        Assert.Empty(Unit["PrivateDevices"].Concat(Unit["MemoryDenyWriteExecute"]));
        Assert.Contains("AF_NETLINK", Assert.Single(Unit["RestrictAddressFamilies"]));
        Assert.Equal(["sched_setaffinity", "setpriority ioprio_set"], Unit["SystemCallFilter"].TakeLast(2));
        Assert.Equal(UrgentThread.Nice.ToString(CultureInfo.InvariantCulture), Assert.Single(Unit["LimitNICE"]));
        Assert.Equal(CliExit.Usage.ToString(), Assert.Single(Unit["RestartPreventExitStatus"]));
        Assert.Contains("u decent-edge - ", Read("decent-edge.sysusers"));
    }

    [Fact]
    public async Task Its_command_line_is_one_that_the_program_takes()
    {
        string[] words = Assert.Single(Unit["ExecStart"]).Split(' ', 3);
        Assert.Equal(("/usr/lib/decent-edge/decent-edge", "run"), (words[0], words[1]));
        Assert.EndsWith(" $DECENT_EDGE_OPTIONS", words[2]);
        string[] flags = [.. words[2].Replace(" $DECENT_EDGE_OPTIONS", "").Split('"').Select(word => word.Trim()).Where(word => word.Length > 0)];
        StringWriter said = new();
        // A rule that is broken on purpose ends it after the flags were read.
        int exit = await EdgeCli.RunAsync(
            ["run", .. flags, "--state", _folder["s"], "--name", "no", "--power", "geekworm-x728"], said, said, TestContext.Current.CancellationToken);
        Assert.Equal(CliExit.Usage, exit);
        Assert.Contains("is no node name", said.ToString());
        foreach (string file in (string[])["poweroff", "reboot"])
        {
            string path = $"/run/decent-edge/{file}";
            Assert.Contains($"touch {path}", words[2]);
            Assert.Contains($"PathExists={path}\nUnit=decent-edge-power@{file}.service", Read($"decent-edge-{file}.path"));
        }
    }

    [Fact]
    public async Task Systemd_itself_understands_the_units()
    {
        foreach (string file in Directory.EnumerateFiles(Images).Where(file => Path.GetExtension(file) is ".service" or ".path"))
        {
            string program = Path.Combine(AppContext.BaseDirectory, "decent-edge");
            string text = File.ReadAllText(file).Replace("/usr/lib/decent-edge/decent-edge", program, StringComparison.Ordinal);
            _folder.Put(Path.GetFileName(file), System.Text.Encoding.UTF8.GetBytes(text));
        }

        string unit = _folder["decent-edge.service"];
        if (await RunAsync("systemd-analyze", "verify", unit, _folder["decent-edge-poweroff.path"], _folder["decent-edge-reboot.path"]) is not { } verified)
        {
            Assert.Skip("systemd-analyze is not installed");
            return;
        }

        Assert.Equal((0, ""), verified);
        // 20 of 100: two kinds of device are open, and nothing else that is not open to the instance.
        Assert.Equal(0, (await RunAsync("systemd-analyze", "security", "--offline=true", "--threshold=20", unit))!.Value.Exit);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Images, name));

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Decent.Iot.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests do not stand in the repository."));

    private static async Task<(int Exit, string Text)?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            CancellationToken ct = TestContext.Current.CancellationToken;
            string[] texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct)).Soon();
            await process.WaitForExitAsync(ct).Soon();
            return (process.ExitCode, string.Concat(texts));
        }
        catch (Win32Exception)
        {
            return null; // Not installed: the test says that it was skipped.
        }
    }
}
