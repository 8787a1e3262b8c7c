using Decent.Mqtt.Links;
using Microsoft.Extensions.Logging;

namespace Decent.Mqtt.Broker;

/// <summary>
/// The thread that forks the broker and stays with it. A pool thread would not do: the pool retires it after some idle seconds, and the
/// kernel then ends the broker with it.
/// </summary>
internal sealed class BrokerKeeper : IDisposable
{
    private const int RestartMaxMs = 30000;

    private readonly MosquittoOptions _options;
    private readonly BrokerFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _executable;
    private readonly string _setpriv;
    private readonly Backoff _backoff;
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile BrokerProcess? _process;

    public BrokerKeeper(MosquittoOptions options, BrokerFiles files, TimeProvider time, ILogger log)
    {
        (_options, _files, _time, _log) = (options, files, time, log);
        _executable = Executable.Find(options.Executable, "mosquitto");
        _setpriv = Executable.Find("setpriv", "util-linux");
        _backoff = new Backoff(options.RestartMinMs, RestartMaxMs);
    }

    public BrokerProcess? Process => _process;

    /// <summary>Ends when the first run listens; fails with the reason why it cannot.</summary>
    public Task Started => _started.Task;

    /// <summary>Ends when there will be no further run.</summary>
    public Task Ended => _ended.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "mosquitto keeper" }.Start();

    /// <summary>Asks the broker to save and end.</summary>
    public void Stop()
    {
        _stop.Set();
        _process?.Terminate();
    }

    public void Kill() => _process?.Kill();

    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        while (!_stop.IsSet)
        {
            var began = _time.GetTimestamp();
            try
            {
                KeepOne(began);
            }
            catch (Exception exception)
            {
                if (_started.TrySetException(exception))
                    break;
                var waitMs = _backoff.NextMs(TimeSpan.Zero);
                MqttLog.BrokerNotRestarted(_log, waitMs, exception);
                _stop.Wait(waitMs);
            }
        }
        _started.TrySetException(new MqttSetupException("The broker was stopped before it had started."));
        _ended.TrySetResult();
    }

    private void KeepOne(long began)
    {
        using var process = new BrokerProcess(_setpriv, _executable, _files.Configuration, _log);
        _process = process;
        try
        {
            // Stop may have come between the check and the fork, and found nobody to tell.
            if (_stop.IsSet)
                process.Terminate();
            AwaitReady(process);
            var code = process.WaitForExit();
            if (_stop.IsSet)
                return;
            var waitMs = _backoff.NextMs(_time.GetElapsedTime(began));
            MqttLog.BrokerDied(_log, process.Id, code, waitMs);
            _stop.Wait(waitMs);
        }
        finally
        {
            _process = null;
        }
    }

    private void AwaitReady(BrokerProcess process)
    {
        var answered = process.Ready.Wait(TimeSpan.FromSeconds(_options.StartTimeoutSeconds));
        if (answered && process.Ready.Result)
        {
            _started.TrySetResult();
            return;
        }
        if (!answered)
            process.Kill();
        process.WaitForExit();
        if (_stop.IsSet)
            return;
        if (process.PortInUse is { } port)
            throw new PortTakenException(port);
        throw new MqttSetupException($"mosquitto did not start: {process.LastError ?? "it said nothing"}; look at {_files.Configuration}.");
    }
}
