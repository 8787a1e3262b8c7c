using System.Diagnostics;
using Decent.Bench.Serving;
using Decent.Demo.Cluster;

namespace Decent.Bench.Cloning;

/// <summary>
/// Stock <c>git http-backend</c> as its manual sets it up and as most people run it: nginx with one worker, and Debian's fcgiwrap with two
/// processes behind a Unix socket. Both are C and small, so that nothing but git itself weighs on this side.
/// </summary>
public sealed class StockGit : IAsyncDisposable
{
    private readonly NginxServer _nginx;
    private readonly Process _wrap;

    private StockGit(NginxServer nginx, Process wrap) => (_nginx, _wrap) = (nginx, wrap);

    /// <summary>Where the tenants' repositories are.</summary>
    public Uri Address => new(_nginx.Address, "git/");

    /// <summary>The worker of nginx, and what starts git.</summary>
    public IReadOnlyList<int> Processes => [_nginx.WorkerId, _wrap.Id];

    /// <summary>What was added to nginx's configuration.</summary>
    public static string Locations(string socket, string backend, string tenants) => $$"""
        location ~ ^/git(/.*)$ {
            fastcgi_pass unix:{{socket}};
            fastcgi_param SCRIPT_FILENAME {{backend}};
            fastcgi_param GIT_PROJECT_ROOT {{tenants}};
            fastcgi_param GIT_HTTP_EXPORT_ALL "";
            fastcgi_param HTTP_GIT_PROTOCOL $http_git_protocol;
            fastcgi_param PATH_INFO $1;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param SERVER_PROTOCOL $server_protocol;
        }
        """;

    /// <summary>Starts both on repositories that others may serve too.</summary>
    public static async Task<StockGit> StartAsync(string nginx, string fcgiwrap, string folder, string tenants, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        string socket = Path.Combine(folder, "cgi");
        string backend = Path.Combine((await CommandLine.DoAsync("git", ["--exec-path"], ct)).Trim(), "git-http-backend");
        Process wrap = Process.Start(fcgiwrap, ["-c", "2", "-s", $"unix:{socket}"]);
        try
        {
            return new StockGit(await NginxServer.StartAsync(nginx, folder, Locations(socket, backend, tenants), ct), wrap);
        }
        catch
        {
            wrap.Kill(entireProcessTree: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        _wrap.Kill(entireProcessTree: true);
        await _wrap.WaitForExitAsync();
        _wrap.Dispose();
    }
}
