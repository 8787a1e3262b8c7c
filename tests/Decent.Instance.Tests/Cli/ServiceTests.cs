using System.Net.Sockets;
using System.Text;

namespace Decent.Instance.Tests.Cli;

/// <summary>The real executable as a service manager sees it.</summary>
public sealed class ServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_service_manager_hears_ready_alive_and_stopping_of_a_real_daemon()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux");
        using var folder = new TempFolder();
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(folder.At("notify")));
        await using var daemon = await DaemonProcess.StartAsync(
            folder.FullPath, [("NOTIFY_SOCKET", folder.At("notify")), ("WATCHDOG_USEC", "2000000")],
            ["run", "--state", folder.At("state"), "--listen", "127.0.0.1:0", "--no-broker"]);
        Assert.StartsWith("STATUS=Brings index", await HearAsync(manager));
        Assert.StartsWith("READY=1\nSTATUS=Listening on http://127.0.0.1:", await HearAsync(manager));
        for (var i = 0; i < 3; i++)
            Assert.Matches("^WATCHDOG=1\nSTATUS=Listening on http://127[.]0[.]0[.]1:[0-9]+; 0 of 0 nodes up; broker none$", await HearAsync(manager));
        // Heard while it stops: a manager whose queue is full misses the last word.
        var ended = daemon.TerminateAsync();
        var last = await HearAsync(manager);
        while (last.StartsWith("WATCHDOG=1", StringComparison.Ordinal))
            last = await HearAsync(manager);
        Assert.Equal("STOPPING=1", last);
        Assert.Equal(0, await ended);
    }

    [Fact]
    public async Task A_daemon_watches_no_folder_and_takes_no_settings_from_the_one_that_it_was_started_in()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "inotify is of Linux");
        using var folder = new TempFolder();
        folder.Write("deep/er/file", [1]);
        folder.Write("appsettings.json", """{ "Urls": "http://127.0.0.1:1", "Kestrel": { "Endpoints": { "A": { "Url": "http://[::1]:1" } } } }"""u8.ToArray());
        await using var daemon = await DaemonProcess.StartAsync(
            folder.FullPath, [("ASPNETCORE_URLS", "http://127.0.0.1:1"), ("ASPNETCORE_HTTP_PORTS", "1")],
            ["run", "--state", folder.At("state"), "--listen", "127.0.0.1:0", "--no-broker"]);
        var status = await CliAnswer.OfAsync("status", "--state", folder.At("state"));
        Assert.Equal(CliExit.Ok, status.Exit);
        var open = Directory.GetFiles($"/proc/{daemon.Id}/fd").Select(f => new FileInfo(f).LinkTarget).ToList();
        Assert.Contains(Path.Combine(folder.At("state"), "lock"), open);
        Assert.DoesNotContain("anon_inode:inotify", open);
    }

    private static async Task<string> HearAsync(Socket manager)
    {
        var buffer = new byte[4096];
        var length = await manager.ReceiveAsync(buffer, SocketFlags.None, Some.Ct).AsTask().WaitAsync(Patience, TimeProvider.System, Some.Ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
