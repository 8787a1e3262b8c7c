using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Decent.Demo.Cluster;

/// <summary>One real process of ours. It dies with this one, whatever happens to this one.</summary>
public sealed partial class Daemon : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan ReadyBudget = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Daemon(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The line that said that it is ready.</summary>
    public string ReadyLine { get; private set; } = "";

    /// <summary>What it printed so far, the newest 2,000 lines.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts and waits for the line that contains <paramref name="ready"/>; throws with the output when it ends or stays silent.</summary>
    public static Task<Daemon> StartAsync(string program, IEnumerable<string> arguments, string ready, CancellationToken ct) =>
        StartAsync(program, arguments, ready, ReadyBudget, ct);

    /// <inheritdoc cref="StartAsync(string, IEnumerable{string}, string, CancellationToken)"/>
    public static async Task<Daemon> StartAsync(string program, IEnumerable<string> arguments, string ready, TimeSpan budget, CancellationToken ct)
    {
        ProcessStartInfo start = new("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["--pdeathsig", "KILL", "dotnet", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = new() { StartInfo = start, EnableRaisingEvents = true };
        Daemon daemon = new(process);
        process.OutputDataReceived += (_, line) => daemon.Take(line.Data, ready);
        process.ErrorDataReceived += (_, line) => daemon.Take(line.Data, ready);
        process.Exited += (_, _) => daemon._ready.TrySetException(new InvalidOperationException($"{Path.GetFileName(program)} ended before it was ready."));
        await Spawner.StartAsync(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            daemon.ReadyLine = await daemon._ready.Task.WaitAsync(budget, TimeProvider.System, ct);
            return daemon;
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            await daemon.KillAsync();
            throw new InvalidOperationException($"{Path.GetFileName(program)} did not start: {error.Message}\n{daemon.Output}", error);
        }
    }

    /// <summary>SIGTERM, and the exit code; SIGKILL when it does not stop.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Terminate);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopBudget);
            }
            catch (TimeoutException)
            {
                await KillAsync();
                throw new InvalidOperationException($"{_process.StartInfo.ArgumentList[3]} did not stop on SIGTERM:\n{Output}");
            }
        }

        return _process.ExitCode;
    }

    /// <summary>SIGKILL: what a power cut is to a process.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    private void Take(string? line, string ready)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > 2000)
        {
            _lines.TryDequeue(out _);
        }

        if (line.Contains(ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult(line);
        }
    }
}
