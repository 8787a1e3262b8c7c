using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Decent.Edge.Tests.Images;

/// <summary>A started image: QEMU, which interprets every instruction (never KVM), the image's console and the agent of its test overlay.</summary>
public sealed class Guest : IAsyncDisposable
{
    /// <summary>For whatever is awaited of one: an interpreted machine beside other work is slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string Agent = "decent.agent";
    private static readonly string[] Always = ["-nographic", "-monitor", "none", "-serial", "stdio", "-no-reboot"];
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, Socket> _listening = [];
    private readonly Dictionary<string, NetworkStream> _streams = [];
    private readonly Dictionary<string, GuestLines> _ports = [];
    private readonly Process _process;
    private int _commands;

    private Guest(GuestMachine machine, IEnumerable<string> ports)
    {
        List<string> arguments = ["--signal=KILL", "3600", "nice", "--adjustment=-10", machine.Program, .. machine.Arguments, .. Always];
        if (machine.HasPorts)
        {
            arguments.AddRange(["-device", "virtio-serial-pci"]);
        }

        foreach (string port in ports)
        {
            _listening[port] = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _listening[port].Bind(new UnixDomainSocketEndPoint(_folder[port]));
            _listening[port].Listen();
            arguments.AddRange(["-chardev", $"socket,id={port},path={_folder[port]}", "-device", $"virtserialport,chardev={port},name={port}"]);
        }

        // Times that are measured within it are to be its own, not those of what else runs here (for root; others are told that it cannot be).
        // It ends with its time even when this process does not come to end it.
        _process = Process.Start(new ProcessStartInfo("timeout", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        Console = GuestLines.Of(_process.StandardOutput.BaseStream);
        Errors = GuestLines.Of(_process.StandardError.BaseStream);
    }

    /// <summary>The serial console: firmware, kernel, units.</summary>
    public GuestLines Console { get; }

    /// <summary>What QEMU itself has to say.</summary>
    public GuestLines Errors { get; }

    /// <summary>Starts it; it has not booted when this returns.</summary>
    /// <param name="machine">Program and devices.</param>
    /// <param name="ports">Further virtio-serial ports, <c>/dev/virtio-ports/NAME</c> in the guest.</param>
    public static async Task<Guest> StartAsync(GuestMachine machine, params string[] ports)
    {
        Guest guest = new(machine, machine.HasPorts ? [Agent, .. ports] : []);
        foreach ((string port, Socket listening) in guest._listening)
        {
            Task<Socket> accepted = listening.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(accepted, guest.Errors.Ended.WaitAsync(Patience, TimeProvider.System)) != accepted)
            {
                string said = string.Join('\n', guest.Errors.All);
                await guest.DisposeAsync();
                throw new InvalidOperationException($"{machine.Program} did not start: {said}");
            }

            guest._streams[port] = new NetworkStream(await accepted, ownsSocket: true);
            guest._ports[port] = GuestLines.Of(guest._streams[port]);
        }

        return guest;
    }

    /// <summary>What came by one of the ports that were asked for.</summary>
    public GuestLines Port(string name) => _ports[name];

    /// <summary>Says something to whoever reads one of those ports.</summary>
    public async Task SayAsync(string port, string words) =>
        await _streams[port].WriteAsync(Encoding.UTF8.GetBytes(words), TestContext.Current.CancellationToken);

    /// <summary>Once the agent answers, which is early in a boot; its kernel's release.</summary>
    public async Task<string> KernelAsync() =>
        Answer(await _ports[Agent].FirstAsync(line => line.StartsWith("0 0 ", StringComparison.Ordinal), "agent")).Text.Trim();

    /// <summary>Runs a command of the shell as root; commands run one after the other.</summary>
    public async Task<(int Exit, string Text)> RunAsync(string command)
    {
        await KernelAsync();
        string number = $"{++_commands} ";
        return Answer(await AskAsync(Agent, number + command, line => line.StartsWith(number, StringComparison.Ordinal)));
    }

    /// <summary>Says a line on a port and waits for the one that answers it.</summary>
    public async Task<string> AskAsync(string port, string line, Func<string, bool> isAnswer)
    {
        await _streams[port].WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), TestContext.Current.CancellationToken);
        return await _ports[port].FirstAsync(isAnswer, $"answer to {line}");
    }

    /// <summary>Runs a command that must succeed; what it said.</summary>
    public async Task<string> DoAsync(string command)
    {
        (int exit, string text) = await RunAsync(command);
        Assert.True(exit == 0, $"{command} ended with {exit}: {text}");
        return text;
    }

    /// <summary>Once the image has started all that it starts.</summary>
    /// <returns>What systemd calls it: <c>running</c>, or <c>degraded</c> when a unit failed.</returns>
    public async Task<string> BootedAsync() => (await RunAsync("systemctl is-system-running --wait")).Text.Trim();

    /// <summary>Once it has powered off by itself, or wanted to start again.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System);
        await Console.Ended;
    }

    /// <summary>Powers off in order.</summary>
    public async Task PowerOffAsync()
    {
        await DoAsync("systemctl --no-block poweroff");
        await EndAsync();
    }

    /// <summary>Kills it where it stands: what its disks had not been told is gone.</summary>
    public async Task CutAsync()
    {
        _process.Kill(entireProcessTree: true);
        // The pipe closes with QEMU itself, and with it the files of its disks.
        await Task.WhenAll(_process.WaitForExitAsync(), Console.Ended);
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        foreach (IDisposable one in (IDisposable[])[.. _streams.Values, .. _listening.Values, _process, _folder])
        {
            one.Dispose();
        }
    }

    private static (int Exit, string Text) Answer(string line)
    {
        string[] words = line.Split(' ');
        return (int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetString(Convert.FromBase64String(words[2])));
    }
}
