using Decent.Mqtt.Broker;
using Microsoft.Extensions.Logging;

namespace Decent.Mqtt;

/// <summary>
/// Mosquitto as a child that is started again when it dies, and dies with this process. It runs as the same user. Disposing asks it to
/// save and end, and kills it when it does not.
/// </summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    // A predecessor whose owner was killed is still saving when a quick service manager has restarted the owner.
    private const int TakenPortAttempts = 5;
    private static readonly TimeSpan _takenPortWait = TimeSpan.FromMilliseconds(300);

    private readonly MosquittoOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BrokerFiles _files;
    private readonly BrokerKeeper _keeper;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly BrokerPorts _ports;

    private MosquittoBroker(
        MosquittoOptions options, TimeProvider time, ILogger log, BrokerFiles files, BrokerKeeper keeper, BrokerPorts ports) =>
        (_options, _time, _log, _files, _keeper, _ports) = (options, time, log, files, keeper, ports);

    /// <summary>Port of the owner's listener.</summary>
    public int Port => _ports.Own;

    /// <summary>Port of the second listener; 0 without one.</summary>
    public int NodePort => _ports.Nodes;

    /// <summary>Null while it is being started again, and after the end.</summary>
    public int? ProcessId => _keeper.Process?.Id;

    /// <summary>Ends when the broker has ended for good, that is after disposal.</summary>
    public Task Exited => _keeper.Ended;

    /// <summary>Writes the folder, starts the broker and returns when it listens.</summary>
    /// <exception cref="MqttSetupException">A program is missing, a port is taken or the broker rejects its configuration.</exception>
    /// <exception cref="ArgumentException">A user cannot be written.</exception>
    public static async Task<MosquittoBroker> StartAsync(MosquittoOptions options, TimeProvider time, ILogger log, CancellationToken ct)
    {
        var files = new BrokerFiles(options.Folder);
        await files.WriteUsersAsync(options.Users, options.Acl, ct).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var ports = await files.WriteConfigurationAsync(options, ct).ConfigureAwait(false);
            var broker = new MosquittoBroker(options, time, log, files, new BrokerKeeper(options, files, time, log), ports);
            try
            {
                broker._keeper.Start();
                await broker._keeper.Started.WaitAsync(ct).ConfigureAwait(false);
                MqttLog.BrokerUp(log, broker.ProcessId ?? 0, broker.Port);
                return broker;
            }
            catch (PortTakenException taken)
            {
                await broker.DisposeAsync().ConfigureAwait(false);
                if (ports.AreFresh)
                    files.ForgetPorts();
                if (attempt == TakenPortAttempts)
                    throw new MqttSetupException(InUse(taken.Port, options), taken);
            }
            catch
            {
                await broker.DisposeAsync().ConfigureAwait(false);
                throw;
            }
            await Task.Delay(_takenPortWait, time, ct).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Replaces all users and rules, and returns when the broker knows: added ones may connect, removed ones are disconnected, the others notice
    /// nothing. A broker that is just being started again reads the new files by itself.
    /// </summary>
    /// <exception cref="ArgumentException">A user cannot be written; nothing has changed.</exception>
    public Task SetUsersAsync(IReadOnlyList<MosquittoUser> users, CancellationToken ct) => SetUsersAsync(users, _options.Acl, ct);

    /// <inheritdoc cref="SetUsersAsync(IReadOnlyList{MosquittoUser}, CancellationToken)"/>
    /// <param name="users">Everyone who may connect.</param>
    /// <param name="acl">Mosquitto's access rules, as <see cref="MosquittoOptions.Acl"/>.</param>
    public async Task SetUsersAsync(IReadOnlyList<MosquittoUser> users, string acl, CancellationToken ct)
    {
        await _writing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await _files.WriteUsersAsync(users, acl, ct).ConfigureAwait(false);
            MqttLog.UsersWritten(_log, users.Count);
            if (_keeper.Process is { } process)
                await process.Reload().WaitAsync(TimeSpan.FromSeconds(_options.StartTimeoutSeconds), _time, ct).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _keeper.Stop();
        try
        {
            await _keeper.Ended.WaitAsync(TimeSpan.FromSeconds(_options.StopTimeoutSeconds), _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _keeper.Kill();
            await _keeper.Ended.ConfigureAwait(false);
        }
    }

    private static string InUse(string port, MosquittoOptions options) =>
        $"Port {port} is in use: stop the program that has it (ss -ltnp shows it), set {nameof(MosquittoOptions)}.Port or the node listener's Port, "
        + $"or delete {Path.Combine(options.Folder, "ports")} to have another chosen.";
}
