using System.Net.Sockets;
using System.Text;

namespace Decent.Hosting.Systemd;

/// <summary>
/// Tells systemd how the daemon is: sd_notify(3), one datagram a message. The framework's own needs a package, and says nothing in a container, under
/// <c>ProtectProc=</c> or to a watchdog. Does nothing where nobody listens.
/// </summary>
public sealed class SystemdNotifier
{
    // What a timer can keep: 10 ms to a day.
    private const long MicrosMin = 10_000;
    private const long MicrosMax = 86_400_000_000;

    private readonly string? _socket;

    /// <summary>Speaks to the socket that the service manager names.</summary>
    /// <param name="variable">Reads a variable of the environment: NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.</param>
    /// <param name="process">Id of this process: a watchdog that was set for another one is not ours.</param>
    public SystemdNotifier(Func<string, string?> variable, int process)
    {
        _socket = variable("NOTIFY_SOCKET") is { Length: > 1 } socket && socket[0] is '/' or '@' ? socket : null;
        bool isOurs = variable("WATCHDOG_PID") is not { Length: > 0 } watched || watched == process.ToString();
        if (_socket is not null && isOurs && long.TryParse(variable("WATCHDOG_USEC"), out long micros) && micros > 0)
        {
            Watchdog = TimeSpan.FromMicroseconds(Math.Clamp(micros, MicrosMin, MicrosMax));
        }
    }

    /// <summary>Time within which <see cref="Alive"/> must be said again, or the process is killed; null without a watchdog.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>The notifier of this process.</summary>
    public static SystemdNotifier OfProcess() => new(Environment.GetEnvironmentVariable, Environment.ProcessId);

    /// <summary>The start is complete; what depends on this daemon may start.</summary>
    public void Ready(string status) => Send($"READY=1\n{StatusLine(status)}");

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public void Status(string status) => Send(StatusLine(status));

    /// <summary>The daemon stops by itself or was told to.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>The daemon does its work.</summary>
    public void Alive(string status) => Send($"WATCHDOG=1\n{StatusLine(status)}");

    private static string StatusLine(string status) => "STATUS=" + string.Concat(status.Select(c => char.IsControl(c) ? ' ' : c));

    private void Send(string message)
    {
        if (_socket is null)
        {
            return;
        }

        try
        {
            // A leading @ stands for the zero byte of an abstract name. Not waiting: a service manager that reads nothing must not stop us.
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            socket.SendTo(Encoding.UTF8.GetBytes(message), new UnixDomainSocketEndPoint(_socket[0] == '@' ? "\0" + _socket[1..] : _socket));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // Nobody listens there any more, its queue is full or the name is too long: the service manager draws its own conclusions.
        }
    }
}
