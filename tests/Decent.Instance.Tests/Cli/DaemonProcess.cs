using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Decent.Instance.Tests.Cli;

/// <summary>The real executable as a daemon in a process of its own.</summary>
public sealed partial class DaemonProcess : IAsyncDisposable
{
    private const int SigKill = 9;
    private const string Ready = "listening on ";
    private readonly Process _process;

    private DaemonProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where it answers, <c>http://host:port</c>.</summary>
    public string Address { get; }

    /// <summary>What is run: the program, then its arguments.</summary>
    public static IReadOnlyList<string> Command(string state) =>
        [Path.Combine(AppContext.BaseDirectory, "decent-instance"), "run", "--state", state, "--listen", "127.0.0.1:0", "--no-broker"];

    public static Task<DaemonProcess> StartAsync(string state) => StartAsync(Command(state));

    /// <summary>Starts it as the first of a group of processes, which <see cref="KillGroup"/> ends.</summary>
    public static Task<DaemonProcess> StartGroupAsync(string state) => StartAsync(["setsid", .. Command(state)]);

    /// <param name="command">What is run.</param>
    public static async Task<DaemonProcess> StartAsync(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        using var budget = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (await process.StandardOutput.ReadLineAsync(budget.Token) is { } line)
        {
            if (!line.StartsWith("decent-instance runs on ", StringComparison.Ordinal))
                continue;
            // Emptied to its end, so that a full pipe never stops the daemon's log.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new DaemonProcess(process, line[(line.IndexOf(Ready, StringComparison.Ordinal) + Ready.Length)..]);
        }
        throw new InvalidOperationException($"The daemon ended with {process.ExitCode} before it was ready.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Some.Ct);
    }

    /// <summary>Ends it and every process that it started, at one moment. From any thread.</summary>
    public void KillGroup() => _ = Kill(-_process.Id, SigKill);

    /// <summary>Ends it alone; what it started goes on. From any thread.</summary>
    public void KillAlone() => _ = Kill(_process.Id, SigKill);

    /// <summary>Returns once it has ended.</summary>
    public Task EndAsync() => _process.WaitForExitAsync(Some.Ct);

    /// <summary>Asks it to stop as systemd does.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await _process.WaitForExitAsync(Some.Ct).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Some.Ct);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
