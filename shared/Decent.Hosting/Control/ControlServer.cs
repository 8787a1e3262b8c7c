using Decent.Content.Disk;
using Decent.Hosting.Gateway;
using Microsoft.Extensions.Hosting;

namespace Decent.Hosting.Control;

/// <summary>HTTP on the control socket: a server of its own, so that no public route can be reached by it nor the other way round.</summary>
public sealed class ControlServer : IAsyncDisposable
{
    // A command that waits for something long must not hold up the daemon's end.
    private static readonly TimeSpan StopBudget = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication _app;

    private ControlServer(WebApplication app) => _app = app;

    /// <summary>Listens on the socket of a state folder whose lock is held; a stale socket of a killed daemon is replaced.</summary>
    /// <param name="state">State folder.</param>
    /// <param name="services">The daemon's services, with their <see cref="ControlRoutes"/>.</param>
    public static async Task<ControlServer> StartAsync(string state, IServiceProvider services, CancellationToken ct)
    {
        var path = ControlSocket.Path(state);
        File.Delete(path);
        var builder = WebHost.CreateBare();
        builder.Services.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopBudget);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(path);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
        });
        var app = builder.Build();
        app.Use(UnlessHeldAsync);
        foreach (var routes in services.GetServices<ControlRoutes>())
            routes.Map(app, services);
        await app.StartAsync(ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ControlServer(app);
    }

    /// <summary>What cannot be written now is no fault of the daemon's.</summary>
    private static async Task UnlessHeldAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (WritesHeldException error) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, error.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Stopping throws when a request outlasts the budget; it is cut then, and that is all.
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }
}
