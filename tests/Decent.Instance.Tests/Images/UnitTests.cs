using Decent.Instance.Configuration;

namespace Decent.Instance.Tests.Images;

public sealed class UnitTests
{
    // Every key that the unit may have, so that one that is mistyped does not go unnoticed where systemd only warns.
    private static readonly string[] Known =
    [
        "Description", "After", "Wants", "StartLimitIntervalSec", "Type", "NotifyAccess", "ExecStart", "Environment", "User", "Group", "StateDirectory",
        "StateDirectoryMode", "UMask", "Restart", "RestartSec", "RestartPreventExitStatus", "WatchdogSec", "TimeoutStartSec", "TimeoutStopSec", "KillMode",
        "LimitNOFILE", "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateDevices", "NoNewPrivileges", "CapabilityBoundingSet", "ProtectClock",
        "ProtectControlGroups", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "ProtectProc", "ProcSubset",
        "LockPersonality", "RemoveIPC", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "RestrictAddressFamilies", "SystemCallArchitectures",
        "SystemCallFilter", "SystemCallErrorNumber", "WantedBy",
    ];

    private static ILookup<string, string> Unit { get; } = ServerImages.Read("decent-instance.service").Split('\n')
        .Where(line => line.Contains('=') && line[0] != '#').Select(line => line.Split('=', 2)).ToLookup(p => p[0], p => p[1]);

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("NotifyAccess", "main")]
    [InlineData("User", "decent-instance")]
    [InlineData("StateDirectory", "decent-instance")]
    [InlineData("StateDirectoryMode", "0700")]
    [InlineData("Restart", "always")]
    [InlineData("StartLimitIntervalSec", "0")]
    [InlineData("WatchdogSec", "60")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("KillMode", "mixed")]
    public void The_unit_says(string key, string value) => Assert.Equal(value, Assert.Single(Unit[key]));

    [Fact]
    public void The_unit_has_no_key_that_nobody_knows_and_none_that_dotnet_does_not_survive()
    {
        Assert.Empty(Unit.Select(u => u.Key).Except(Known));
        Assert.Empty(Known.Except(Unit.Select(u => u.Key)));
        Assert.Empty(Unit["MemoryDenyWriteExecute"]);
        Assert.Contains("AF_NETLINK", Assert.Single(Unit["RestrictAddressFamilies"]));
        Assert.Equal(["sched_setaffinity", "capset"], Unit["SystemCallFilter"].TakeLast(2));
    }

    [Fact]
    public void The_unit_fits_the_program_that_it_starts()
    {
        Assert.Equal(CliExit.Usage.ToString(), Assert.Single(Unit["RestartPreventExitStatus"]));
        Assert.Equal("/usr/lib/decent-instance/decent-instance run", Assert.Single(Unit["ExecStart"]));
        var environment = Unit["Environment"].SelectMany(e => e.Split(' ')).Select(e => e.Split('=')).ToDictionary(e => e[0], e => e[1]);
        Assert.Equal($"/var/lib/{Assert.Single(Unit["StateDirectory"])}", environment[InstanceSettings.State.EnvironmentName]);
        Assert.Empty(Given(environment));
        Assert.Contains($"u {Assert.Single(Unit["User"])} - ", ServerImages.Read("decent-instance.sysusers"));
    }

    [Fact]
    public async Task Systemd_itself_understands_the_unit()
    {
        using var folder = new TempFolder();
        var program = Path.Combine(AppContext.BaseDirectory, "decent-instance");
        var text = ServerImages.Read("decent-instance.service").Replace("/usr/lib/decent-instance/decent-instance", program, StringComparison.Ordinal);
        var unit = folder.Write("decent-instance.service", System.Text.Encoding.UTF8.GetBytes(text));
        if (await Shell.RunAsync("systemd-analyze", "verify", unit) is not { } verified)
        {
            Assert.Skip("systemd-analyze is not installed");
            return;
        }
        Assert.Equal((0, ""), verified);
        var mistyped = folder.Write("other.service", System.Text.Encoding.UTF8.GetBytes(text.Replace("Restart=always", "Restart=evermore")));
        Assert.NotEqual("", (await Shell.RunAsync("systemd-analyze", "verify", mistyped))!.Value.Text);
        // 20 of 100: no more is open than the research's unit had, whose exposure was 15.
        Assert.Equal(0, (await Shell.RunAsync("systemd-analyze", "security", "--offline=true", "--threshold=20", unit))!.Value.Exit);
    }

    private static IReadOnlyList<string> Given(Dictionary<string, string> environment) =>
        EffectiveConfiguration.Read(null, environment, new Dictionary<Setting, IReadOnlyList<string>>()).Mistakes;
}
