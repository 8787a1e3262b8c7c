using Decent.Hosting;
using Decent.Hosting.Control;
using Decent.Hosting.Gateway;
using Decent.Instance.Bootstrap;
using Decent.Instance.Broker;
using Decent.Instance.Control;
using Decent.Instance.Enrolment;
using Decent.Instance.Monitoring;
using Decent.Instance.Nameserver;
using Decent.Instance.SmartHttp;

namespace Decent.Instance;

/// <summary>The running instance: composed by hand, replayed before it answers, stopped in order.</summary>
public sealed class InstanceDaemon : IAsyncDisposable
{
    private readonly StateFolder _state;
    private readonly WebApplication _app;
    private readonly ControlServer _control;

    private InstanceDaemon(StateFolder state, WebApplication app, ControlServer control) => (_state, _app, _control) = (state, app, control);

    /// <summary>The daemon's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Addresses that it listens on, <c>http://host:port</c>.</summary>
    public IReadOnlyList<string> Addresses => _app.Services.GetRequiredService<StatusProbe>().Addresses;

    /// <summary>Starts an instance on a folder that the caller has locked; the daemon releases it at its end.</summary>
    /// <param name="state">The locked folder, the same as <paramref name="options"/> names.</param>
    /// <param name="options">Options whose <see cref="InstanceOptions.Rule"/> is null.</param>
    /// <param name="extend">Services that come before the defaults; null for none.</param>
    public static async Task<InstanceDaemon> StartAsync(StateFolder state, InstanceOptions options, Action<IServiceCollection>? extend, CancellationToken ct)
    {
        var app = Compose(options, extend);
        try
        {
            var status = app.Services.GetRequiredService<StatusProbe>();
            status.Lost = await app.Services.ReplayAsync(ct);
            status.Addresses = await WebHost.ListenAsync(app, ct);
            if (options.Enrolment.Instance.Length == 0)
                options.Enrolment.Instance = ReachableAddress.Of(status.Addresses);
            return new InstanceDaemon(state, app, await ControlServer.StartAsync(options.State, app.Services, ct));
        }
        catch
        {
            await app.DisposeAsync();
            state.Dispose();
            throw;
        }
    }

    /// <summary>Returns when the process is told to stop or <paramref name="ct"/> is cancelled.</summary>
    public Task WaitAsync(CancellationToken ct) => _app.WaitForShutdownAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _state.Dispose();
    }

    private static WebApplication Compose(InstanceOptions options, Action<IServiceCollection>? extend)
    {
        var builder = WebHost.CreateBuilder(options.Listen);
        extend?.Invoke(builder.Services);
        builder.Services.AddInstance(options);
        var app = builder.Build();
        app.MapNameserver();
        app.MapBootstrap();
        app.MapEnrolment();
        app.Services.GetRequiredService<GatewayEndpoints>().Map(app);
        app.Services.GetRequiredService<SmartHttpEndpoints>().Map(app);
        app.MapHealth();
        app.MapMonitoring();
        return app;
    }
}
