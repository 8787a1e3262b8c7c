using System.Net;
using System.Threading.Channels;
using Decent.Instance.Accounts;
using Decent.Instance.Enrolment;
using Decent.Mqtt;

namespace Decent.Instance.Broker;

/// <summary>
/// The broker of this instance. A managed one runs in <c>broker/</c> of the state folder, listens on loopback for the instance and on the address
/// given for nodes, and follows the registry; another one is only remembered.
/// </summary>
public sealed class InstanceBroker : IHostedService, IAsyncDisposable
{
    private readonly InstanceOptions _options;
    private readonly InstanceIdentity _identity;
    private readonly NodeRegistry _nodes;
    private readonly AccountTable _accounts;
    private readonly BrokerSecret _secret;
    private readonly TimeProvider _time;
    private readonly ILogger<InstanceBroker> _log;
    private readonly BrokerUsers _users;
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private MosquittoBroker? _managed;
    private BrokerAuthority? _authority;
    private BrokerTrust? _trust;
    private Task _following = Task.CompletedTask;
    private Task _renewing = Task.CompletedTask;
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _marks;
    private int _marksWritten;

    /// <summary>Follows <paramref name="nodes"/> from the start on.</summary>
    public InstanceBroker(
        InstanceOptions options, InstanceIdentity identity, NodeRegistry nodes, AccountTable accounts, BrokerSecret secret, TimeProvider time,
        ILogger<InstanceBroker> log)
    {
        (_options, _identity, _nodes, _accounts, _secret, _time, _log) = (options, identity, nodes, accounts, secret, time, log);
        _users = new BrokerUsers(nodes, accounts, secret.Text);
    }

    /// <summary>Where the instance connects; null before the start, and without a broker for ever.</summary>
    public BusAddress? Address { get; private set; }

    /// <summary>Where nodes connect, <c>host:port</c>; empty without a broker.</summary>
    public string NodeAddress { get; private set; } = "";

    /// <summary>Whether users and rules are ours to set; false without a broker, and for another one.</summary>
    public bool IsManaged => _managed is not null;

    /// <summary>Process of the managed broker; null while it is being started again, and for another broker.</summary>
    public int? ProcessId => _managed?.ProcessId;

    /// <summary>True once the broker knows what the registry said before this call; false after <paramref name="budget"/>: it follows then.</summary>
    /// <remarks>Another broker has users of its own, and counts as one that knows.</remarks>
    public async Task<bool> FollowedAsync(TimeSpan budget, CancellationToken ct)
    {
        var marks = Volatile.Read(ref _marks);
        using var deadline = new CancellationTokenSource(budget, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        while (_managed is not null && Volatile.Read(ref _marksWritten) < marks && !both.IsCancellationRequested)
        {
            var written = Volatile.Read(ref _written).Task;
            if (Volatile.Read(ref _marksWritten) < marks)
                await written.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return _managed is null || Volatile.Read(ref _marksWritten) >= marks;
    }

    /// <inheritdoc/>
    /// <exception cref="MqttSetupException">Mosquitto is missing, its port is taken, or it rejects its configuration.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Broker.None)
            return;
        if (_options.Broker.External is { } url && BusAddress.TryParse(url, out var other))
            UseAnother(other);
        else
            await TryManageAsync(IPEndPoint.Parse(_options.Broker.Listen), cancellationToken);
        if (_options.Enrolment.Broker.Length == 0)
            (_options.Enrolment.Broker, _options.Enrolment.Trust) = (NodeAddress, _trust);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _nodes.Changed -= Mark;
        _accounts.Changed -= Mark;
        await _stop.CancelAsync();
        await Task.WhenAll(_following, _renewing);
        if (_managed is not null)
            await _managed.DisposeAsync();
        _authority?.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>Twice is once: the container knows this object as two services.</remarks>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Another broker's users and rules are not ours: what is to be done there is said once.</summary>
    private void UseAnother(BusAddress other)
    {
        var (ca, secret) = (_options.Broker.ExternalCa, _options.Broker.PasswordFile);
        _trust = ca is null ? null : BrokerTrust.Read(ca);
        Address = other with { CaFile = ca, Password = secret is null ? other.Password : PasswordOf(secret) };
        NodeAddress = other.ToString();
        _log.NotManaged(NodeAddress);
        if (_trust is { FitsBoards: false })
            _log.AuthorityTooLarge(Decent.Protocol.Limits.CaBytesMax);
    }

    private static string PasswordOf(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() ?? throw new MqttSetupException($"{file} is empty: its first line is the password at the broker.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MqttSetupException($"{file} cannot be read ({e.Message}): --broker-password-file takes a file whose first line is the password.", e);
        }
    }

    private async Task TryManageAsync(IPEndPoint listen, CancellationToken ct)
    {
        try
        {
            await ManageAsync(listen, ct);
        }
        catch (MqttSetupException e)
        {
            throw new MqttSetupException($"{e.Message} Another address for the broker: --mqtt ADDRESS:PORT; none at all: --no-broker.", e);
        }
    }

    private async Task ManageAsync(IPEndPoint listen, CancellationToken ct)
    {
        if (_options.Broker.IsTls(listen.Address))
            _trust = (_authority = OpenAuthority(listen)).Trust;
        // Before the first list is read: a node that comes in between is in the list, or marks it as old.
        _nodes.Changed += Mark;
        _accounts.Changed += Mark;
        _managed = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = Path.Combine(_options.State, "broker"),
                Executable = _options.Broker.Executable,
                NodeListener = new MosquittoListener
                {
                    Address = listen.Address.ToString(), Port = listen.Port, UserNameIsClientId = true,
                    CertificateFile = _authority?.ServerFile, KeyFile = _authority?.ServerFile,
                },
                Users = _users.Now(),
                Acl = Acl(),
                StopTimeoutSeconds = _options.Broker.StopTimeoutSeconds,
            },
            _time, _log, ct);
        Address = new BusAddress("127.0.0.1", _managed.Port, BrokerRules.Owner, _secret.Text);
        NodeAddress = new IPEndPoint(ReachableAddress.Of(listen.Address, _options.Listen), _managed.NodePort).ToString();
        _log.Listening(NodeAddress, _authority is null ? "plain TCP" : "TLS");
        _following = FollowAsync(_managed, _stop.Token);
        if (_authority is { } authority)
            _renewing = RenewAsync(authority, listen, _stop.Token);
    }

    private BrokerAuthority OpenAuthority(IPEndPoint listen)
    {
        var authority = BrokerAuthority.Open(Path.Combine(_options.State, "broker", "tls"), _identity.Id, _time);
        if (authority.Renew(Names(listen)))
            _log.CertificateMade(string.Join(' ', Names(listen).All));
        if (authority.Ends - _time.GetUtcNow() < TimeSpan.FromDays(365))
            _log.AuthorityEnds(authority.Ends);
        return authority;
    }

    private BrokerNames Names(IPEndPoint listen) => BrokerNames.Here(
        listen.Address, [ReachableAddress.Of(listen.Address, _options.Listen).ToString(), ReachableAddress.HostOf(_options.Enrolment.Instance)]);

    /// <summary>Looks at the certificate day by day, and has the broker read a new one; connections stay.</summary>
    private async Task RenewAsync(BrokerAuthority authority, IPEndPoint listen, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromDays(_options.Broker.CertificateLookDays), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                TryRenew(authority, Names(listen));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The next start looks again.
        }
    }

    private void TryRenew(BrokerAuthority authority, BrokerNames names)
    {
        try
        {
            if (!authority.Renew(names))
                return;
            _log.CertificateMade(string.Join(' ', names.All));
            Mark();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            _log.CertificateNotMade(e);
        }
    }

    private string Acl() => BrokerRules.Acl(_options.HomeAssistant.Prefix, _accounts.All);

    private void Mark()
    {
        Interlocked.Increment(ref _marks);
        _changed.Writer.TryWrite(true);
    }

    private async Task FollowAsync(MosquittoBroker broker, CancellationToken ct)
    {
        try
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(ct))
                await WriteAsync(broker, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The instance stops: the list is written again at its next start.
        }
    }

    private async Task WriteAsync(MosquittoBroker broker, CancellationToken ct)
    {
        try
        {
            var marks = Volatile.Read(ref _marks);
            await broker.SetUsersAsync(_users.Now(), Acl(), ct);
            Volatile.Write(ref _marksWritten, marks);
            Interlocked.Exchange(ref _written, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            _log.UsersNotWritten(_options.Broker.RetrySeconds, e);
            await Task.Delay(TimeSpan.FromSeconds(_options.Broker.RetrySeconds), _time, ct);
            Mark();
        }
    }
}
