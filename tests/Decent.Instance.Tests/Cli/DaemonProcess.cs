using System.Diagnostics;

namespace Decent.Instance.Tests.Cli;

/// <summary>The real executable as a daemon in a process of its own.</summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    private readonly Process _process;

    private DaemonProcess(Process process) => _process = process;

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    public static Task<DaemonProcess> StartAsync(string state) => StartAsync("run", "--state", state, "--listen", "127.0.0.1:0", "--no-broker");

    public static Task<DaemonProcess> StartAsync(params string[] arguments) => StartAsync(Environment.CurrentDirectory, [], arguments);

    /// <param name="folder">Where it is started.</param>
    /// <param name="environment">What its environment has more than ours.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<DaemonProcess> StartAsync(string folder, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "decent-instance"), arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        using var budget = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (await process.StandardOutput.ReadLineAsync(budget.Token) is { } line)
        {
            if (!line.StartsWith("decent-instance runs on ", StringComparison.Ordinal))
                continue;
            // Emptied to its end, so that a full pipe never stops the daemon's log.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new DaemonProcess(process);
        }
        throw new InvalidOperationException($"The daemon ended with {process.ExitCode} before it was ready.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Some.Ct);
    }

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
}
