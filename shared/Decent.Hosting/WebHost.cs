using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Decent.Hosting;

/// <summary>What the daemons' web hosts have in common: how they log, where they listen, and how they say that they cannot.</summary>
public static class WebHost
{
    /// <summary>A builder that listens on these ADDRESS:PORT and writes one line for each thing that happened.</summary>
    public static WebApplicationBuilder CreateBuilder(IEnumerable<string> listen)
    {
        WebApplicationBuilder builder = CreateBare();
        Log(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (string address in listen)
            {
                kestrel.Listen(IPEndPoint.Parse(address));
            }
        });
        return builder;
    }

    /// <summary>How a daemon logs, its host or what comes before that.</summary>
    public static void Log(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
        // It only tells that requests begin and end, and for that alone each would get an activity and a scope.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // What keeps a host from starting is said once, as a sentence, by the command line.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }

    /// <summary>
    /// A builder with routes and a server and nothing else. The usual ones look for settings of their own in the folder that the daemon was started in
    /// and in the environment, and watch that folder with all that lies below it.
    /// </summary>
    internal static WebApplicationBuilder CreateBare()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore();
        return builder;
    }

    /// <summary>Starts, and returns the addresses in use; throws <see cref="IOException"/> with a sentence when one is taken.</summary>
    public static async Task<IReadOnlyList<string>> ListenAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
            return [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
        }
        catch (IOException error)
        {
            throw new IOException($"{error.Message} Stop what has the port (ss -ltnp shows it), or choose another with --listen.", error);
        }
    }
}
