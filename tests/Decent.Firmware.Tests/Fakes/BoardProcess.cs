using System.Diagnostics;
using System.Net;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A real decent-board process with its own folder, ended with the test.</summary>
internal sealed class BoardProcess : IDisposable
{
    private const int TerminateSignal = 15;
    private readonly Process _process;

    private BoardProcess(Process process, IPEndPoint endPoint) => (_process, EndPoint) = (process, endPoint);

    /// <summary>Where it answers, as it said itself.</summary>
    public IPEndPoint EndPoint { get; }

    public static async Task<BoardProcess> StartAsync(string config, string state, string address, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "decent-board"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "run", "--config", config, "--state", state, "--address", address, "--port", "0", "--seed", "1" },
        };
        var process = Process.Start(start)!;
        var errors = new StringWriter();
        process.ErrorDataReceived += (_, e) =>
        {
            lock (errors) errors.WriteLine(e.Data);
        };
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync(ct);
        if (line is null) Assert.Fail("decent-board ended: " + errors);
        var words = line.Split(' ');
        Assert.Equal("ready", words[0]);
        return new BoardProcess(process, IPEndPoint.Parse(words[2]));
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
