using System.Net.Sockets;
using System.Text;
using Decent.Firmware.Tests.Fakes;
using Decent.Hosting.Systemd;

namespace Decent.Hosting.Tests.Systemd;

public sealed class SystemdTests
{
    private const int Process = 4242;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_service_manager_hears_that_the_daemon_is_ready_alive_and_stopping(bool isAbstract)
    {
        using TempFolder folder = new();
        string name = isAbstract ? $"@decent-test{folder.Path}" : Path.Combine(folder.Path, "notify");
        using Socket manager = Listen(name);
        SystemdNotifier notifier = Notifier(("NOTIFY_SOCKET", name));

        notifier.Ready("serving\nREADY=0");
        notifier.Status("7 nodes");
        notifier.Alive("8 nodes");
        notifier.Stopping();

        Assert.Equal("READY=1\nSTATUS=serving READY=0", await HearAsync(manager));
        Assert.Equal("STATUS=7 nodes", await HearAsync(manager));
        Assert.Equal("WATCHDOG=1\nSTATUS=8 nodes", await HearAsync(manager));
        Assert.Equal("STOPPING=1", await HearAsync(manager));
    }

    [Fact]
    public void Where_nobody_listens_nothing_happens()
    {
        using TempFolder folder = new();
        foreach (string? socket in (string?[])[null, "", "@", "relative", Path.Combine(folder.Path, "none"), "/" + new string('x', 200)])
        {
            Notifier(("NOTIFY_SOCKET", socket), ("WATCHDOG_USEC", "x")).Ready("serving");
        }
    }

    [Fact]
    public void A_manager_that_reads_nothing_stops_nobody()
    {
        using TempFolder folder = new();
        string name = Path.Combine(folder.Path, "notify");
        using Socket manager = Listen(name);
        SystemdNotifier notifier = Notifier(("NOTIFY_SOCKET", name));
        for (int i = 0; i < 5000; i++)
        {
            notifier.Status("again");
        }
    }

    [Theory]
    [InlineData("60000000", null, 60_000)]
    [InlineData("60000000", "4242", 60_000)]
    [InlineData("60000000", "1", null)]
    [InlineData("1", "4242", 10)]
    [InlineData("9223372036854775807", null, 86_400_000)]
    [InlineData("-1", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void A_watchdog_counts_for_its_own_process_and_within_reason(string? micros, string? process, int? milliseconds) => Assert.Equal(
        milliseconds is { } some ? TimeSpan.FromMilliseconds(some) : null,
        Notifier(("NOTIFY_SOCKET", "/run/notify"), ("WATCHDOG_USEC", micros), ("WATCHDOG_PID", process)).Watchdog);

    [Fact]
    public async Task The_watchdog_hears_of_work_that_goes_on_and_of_no_other()
    {
        using TempFolder folder = new();
        string name = Path.Combine(folder.Path, "notify");
        using Socket manager = Listen(name);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        LeapingTime time = new();
        TimeSpan half = TimeSpan.FromSeconds(2);
        List<string> failures = [];
        int looks = 0;
        TaskCompletionSource hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<string?> hanging = new();
        async Task<string?> LookAsync()
        {
            // Its budget runs before it ends: so each look sets one timer, however fast it is.
            await time.Set.WaitAsync(Ct);
            switch (++looks)
            {
                case 2:
                    return null;
                case 3:
                    throw new IOException("the disk is gone");
                case 4:
                    hangs.SetResult();
                    return await hanging.Task;
                default:
                    return $"look {looks}";
            }
        }

        void Failed(string reason)
        {
            failures.Add(reason);
            if (failures.Count < 3)
            {
                time.Leap(half);
            }
        }

        Task watching = SystemdWatchdog.RunAsync(
            Notifier(("NOTIFY_SOCKET", name), ("WATCHDOG_USEC", "4000000")), _ => LookAsync(), Failed, time, stop.Token);
        string first = await HearAsync(manager);
        time.Leap(half);
        await hangs.Task.WaitAsync(Lan.Patience, TimeProvider.System, Ct);
        // The leap that ends the patience with the fourth look begins the fifth.
        time.Leap(half);
        string second = await HearAsync(manager);
        await stop.CancelAsync();
        await watching;

        Assert.Equal(("WATCHDOG=1\nSTATUS=look 1", "WATCHDOG=1\nSTATUS=look 5"), (first, second));
        Assert.Equal(3, failures.Count);
        Assert.Contains("the disk is gone", failures[1], StringComparison.Ordinal);
    }

    private static SystemdNotifier Notifier(params (string Name, string? Value)[] environment) =>
        new(name => environment.FirstOrDefault(e => e.Name == name).Value, Process);

    private static Socket Listen(string name)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name));
        return socket;
    }

    private static async Task<string> HearAsync(Socket manager)
    {
        byte[] buffer = new byte[4096];
        int length = await manager.ReceiveAsync(buffer, SocketFlags.None, Ct).AsTask().WaitAsync(Lan.Patience, TimeProvider.System, Ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
