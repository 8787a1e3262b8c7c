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

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "decent-instance");

    /// <summary>What is run: the program, then its arguments.</summary>
    public static IReadOnlyList<string> Command(string state) => [Program, .. Arguments(state)];

    public static Task<DaemonProcess> StartAsync(string state) => StartAsync(Arguments(state));

    public static Task<DaemonProcess> StartAsync(params string[] arguments) => StartAsync(Environment.CurrentDirectory, [], arguments);

    /// <param name="folder">Where it is started.</param>
    /// <param name="environment">What its environment has more than ours.</param>
    /// <param name="arguments">Its command line.</param>
    public static Task<DaemonProcess> StartAsync(string folder, (string Name, string Value)[] environment, string[] arguments) =>
        RunAsync(folder, environment, [Program, .. arguments]);

    /// <summary>Starts it as the first of a group of processes, which <see cref="KillGroup"/> ends.</summary>
    public static Task<DaemonProcess> StartGroupAsync(string state) => RunAsync(Environment.CurrentDirectory, [], ["setsid", .. Command(state)]);

    private static string[] Arguments(string state) => ["run", "--state", state, "--listen", "127.0.0.1:0", "--no-broker"];

    private static async Task<DaemonProcess> RunAsync(string folder, (string Name, string Value)[] environment, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        using var budget = new CancellationTokenSource(TimeSpan.FromSeconds(120), TimeProvider.System);
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
        await _process.WaitForExitAsync(Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
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
