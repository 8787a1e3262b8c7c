using System.Diagnostics;

namespace Decent.Instance.Tests.Cli;

/// <summary>The real executable as a daemon in a process of its own.</summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    private readonly Process _process;

    private DaemonProcess(Process process) => _process = process;

    public static async Task<DaemonProcess> StartAsync(string state)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "decent-instance");
        var start = new ProcessStartInfo(program, ["run", "--state", state, "--listen", "127.0.0.1:0", "--no-broker"])
        {
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
