using System.Net.Sockets;
using System.Text;

namespace Decent.Edge.Tests.Service;

/// <summary>The real executable as a service manager sees it.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_service_manager_hears_ready_alive_mains_that_is_gone_and_stopping_of_a_real_edge()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux");
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_folder["notify"]));
        string address = TestLan.NextAddress();
        using EdgeProcess edge = EdgeProcess.Start(
            [("NOTIFY_SOCKET", _folder["notify"]), ("WATCHDOG_USEC", "400000")],
            "run", "--name", "kitchen", "--state", _folder["s"], "--listen", $"{address}:0", "--lan", $"{address}/8", "--lan-port", $"{new TestLan().Port}");
        Assert.StartsWith("STATUS=Looks whether mains is there", await HearAsync(manager));
        Assert.StartsWith($"READY=1\nSTATUS=Serving on http://{address}:", await HearAsync(manager));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("WATCHDOG=1\nSTATUS=0 requests served", await HearAsync(manager));
        }

        Task<string> lost = AfterAsync(manager, "WATCHDOG=1\nSTATUS=0");
        await EdgeProcess.RunAsync("power", "lost", "--state", _folder["s"]);
        Assert.Equal("WATCHDOG=1\nSTATUS=Mains is gone; 0 requests served", await lost);
        // Heard while it ends: the socket holds ten messages, and more would be lost.
        Task<string> after = AfterAsync(manager, "WATCHDOG=1");
        edge.Signal(EdgeProcess.Term);
        Assert.Equal("STOPPING=1", await after);
        Assert.Equal(0, await edge.EndAsync());
    }

    /// <summary>The first message that does not begin so.</summary>
    private static async Task<string> AfterAsync(Socket manager, string begins)
    {
        string heard = await HearAsync(manager);
        while (heard.StartsWith(begins, StringComparison.Ordinal))
        {
            heard = await HearAsync(manager);
        }

        return heard;
    }

    private static async Task<string> HearAsync(Socket manager)
    {
        byte[] buffer = new byte[4096];
        int length = await manager.ReceiveAsync(buffer, SocketFlags.None, TestContext.Current.CancellationToken).AsTask().Soon();
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
