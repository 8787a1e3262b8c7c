using System.Diagnostics;
using System.Net;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A real decent-board process with its own folder, ended with the test.</summary>
internal sealed class BoardProcess : IDisposable
{
    private const int TerminateSignal = 15;
    private readonly Process _process;
    private readonly StringWriter _errors;

    private BoardProcess(Process process, IPEndPoint endPoint, StringWriter errors) => (_process, EndPoint, _errors) = (process, endPoint, errors);

    /// <summary>Where it answers, as it said itself.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>What it logged so far; all of it once it has ended.</summary>
    public string Log
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts one that must get as far as ready.</summary>
    public static async Task<BoardProcess> StartAsync(string config, string state, string address, CancellationToken ct, params string[] more)
    {
        var board = await LaunchAsync(config, state, address, ct, more);
        if (board.EndPoint.Port == 0) Assert.Fail("decent-board ended: " + board.Log);
        return board;
    }

    /// <summary>Starts one that may end before it is ready: its port is then 0.</summary>
    public static async Task<BoardProcess> LaunchAsync(string config, string state, string address, CancellationToken ct, params string[] more)
    {
        var process = Launch(config, state, address, more, out var errors);
        var line = await process.StandardOutput.ReadLineAsync(ct);
        if (line is null) await process.WaitForExitAsync(ct);
        var words = (line ?? "ready none 0.0.0.0:0").Split(' ');
        Assert.Equal("ready", words[0]);
        return new BoardProcess(process, IPEndPoint.Parse(words[2]), errors);
    }

    /// <summary>Starts one that ends by itself; its code and what it said to the error output.</summary>
    public static async Task<(int Code, string Errors)> RunAsync(string config, string state, string address, CancellationToken ct, params string[] more)
    {
        using var process = Launch(config, state, address, more, out var errors);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, errors.ToString());
    }

    /// <summary>The last line of a board that was stopped, from its flash operations on.</summary>
    public async Task<int> FlashOperationsAsync(CancellationToken ct)
    {
        var line = await _process.StandardOutput.ReadLineAsync(ct) ?? "";
        return int.Parse(line.Split(' ')[^3]);
    }

    /// <summary>Waits for its end; the exit code.</summary>
    public async Task<int> EndAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    private static Process Launch(string config, string state, string address, string[] more, out StringWriter errors)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "decent-board"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "run", "--config", config, "--state", state, "--address", address, "--port", "0", "--seed", "1" },
        };
        foreach (var argument in more) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var said = errors = new StringWriter();
        process.ErrorDataReceived += (_, e) =>
        {
            lock (said) said.WriteLine(e.Data);
        };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The power fails.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process.Kill();
        await _process.WaitForExitAsync(ct);
    }

    /// <summary>Asks it to stop; returns how long it took.</summary>
    public async Task<TimeSpan> StopAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, Signal.Send(_process.Id, TerminateSignal));
        await _process.WaitForExitAsync(ct);
        Assert.Equal(0, _process.ExitCode);
        return watch.Elapsed;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
