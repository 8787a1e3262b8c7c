using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Decent.Mqtt.Broker;

/// <summary>
/// One run of mosquitto. Must be started by a thread that outlives it: the kernel ends the child with the thread that forked it.
/// </summary>
internal sealed partial class BrokerProcess : IDisposable
{
    private const int SignalHangUp = 1;
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;

    private readonly ILogger _log;
    private readonly Process _process;
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _reloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _lastPort = "";

    public BrokerProcess(string setpriv, string executable, string configuration, ILogger log)
    {
        _log = log;
        var start = new ProcessStartInfo(setpriv) { RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["--pdeathsig", "TERM", "--no-new-privs", executable, "-c", configuration])
            start.ArgumentList.Add(argument);
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>True once it listens, false when it ended before.</summary>
    public Task<bool> Ready => _ready.Task;

    /// <summary>Set when it ended because somebody else has this port.</summary>
    public string? PortInUse { get; private set; }

    /// <summary>The last complaint, in the broker's words.</summary>
    public string? LastError { get; private set; }

    /// <summary>Blocks until it has ended and its log is read; returns the exit code.</summary>
    public int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Makes it read users and rules again; the task ends when it has.</summary>
    public Task Reload()
    {
        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _reloaded, reloaded);
        if (!Send(SignalHangUp))
            reloaded.TrySetResult();
        return reloaded.Task;
    }

    public void Terminate() => Send(SignalTerminate);

    public void Kill() => Send(SignalKill);

    public void Dispose() => _process.Dispose();

    private bool Send(int signal)
    {
        try
        {
            return !_process.HasExited && Kill(_process.Id, signal) == 0;
        }
        catch (InvalidOperationException)
        {
            // Disposed by its keeper a moment ago, so it has ended.
            return false;
        }
    }

    /// <summary>The log is also the only place where mosquitto says that it listens, or has reloaded. Null is its end.</summary>
    private void Read(string? line)
    {
        if (line is null)
        {
            _ready.TrySetResult(false);
            Volatile.Read(ref _reloaded).TrySetResult();
            return;
        }
        var level = line.StartsWith("Error", StringComparison.Ordinal) ? LogLevel.Error
            : line.StartsWith("Warning", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Debug;
        MqttLog.BrokerSays(_log, level, line);
        if (level == LogLevel.Error || line.StartsWith("setpriv:", StringComparison.Ordinal))
            LastError = line;
        if (line.Contains(" listen socket on port ", StringComparison.Ordinal))
            _lastPort = line[(line.LastIndexOf(' ') + 1)..].TrimEnd('.');
        else if (line.Contains("Address already in use", StringComparison.Ordinal))
            PortInUse = _lastPort;
        else if (line.StartsWith("mosquitto version ", StringComparison.Ordinal) && line.EndsWith(" running", StringComparison.Ordinal))
            _ready.TrySetResult(true);
        else if (line.StartsWith("Reloading config", StringComparison.Ordinal))
            Volatile.Read(ref _reloaded).TrySetResult();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
