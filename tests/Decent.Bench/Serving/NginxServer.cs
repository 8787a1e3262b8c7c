using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Decent.Demo.Cluster;

namespace Decent.Bench.Serving;

/// <summary>Debian's nginx with one worker on 127.0.0.1, in a folder of its own.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyBudget = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private NginxServer(Process process, int port) => (_process, Address) = (process, new Uri($"http://127.0.0.1:{port}/"));

    /// <summary>Where it serves the files of its folder "www".</summary>
    public Uri Address { get; }

    /// <summary>The one worker; the master only waits.</summary>
    public int WorkerId =>
        int.Parse(File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The configuration: what a person would write who wants static files fast.</summary>
    public static string Configuration(string prefix, int port, string locations) => $$"""
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        daemon off;
        pid {{prefix}}/nginx.pid;
        error_log {{prefix}}/error.log warn;
        events { worker_connections 1024; }
        http {
            access_log off;
            sendfile on;
            tcp_nopush on;
            tcp_nodelay on;
            keepalive_requests 100000000;
            open_file_cache max=1000 inactive=600s;
            open_file_cache_valid 600s;
            default_type application/octet-stream;
            client_body_temp_path {{prefix}}/t1;
            proxy_temp_path {{prefix}}/t2;
            fastcgi_temp_path {{prefix}}/t3;
            uwsgi_temp_path {{prefix}}/t4;
            scgi_temp_path {{prefix}}/t5;
            server { listen 127.0.0.1:{{port}}; {{locations}} }
        }
        """;

    /// <summary>Starts it and waits until it accepts connections; throws <see cref="InvalidOperationException"/> with its error log otherwise.</summary>
    public static Task<NginxServer> StartAsync(string program, string prefix, CancellationToken ct) => StartAsync(program, prefix, Files(prefix), ct);

    /// <summary>What serves the files of the folder "www".</summary>
    public static string Files(string prefix) => $"root {prefix}/www;";

    /// <summary>Starts it with other locations than files.</summary>
    public static async Task<NginxServer> StartAsync(string program, string prefix, string locations, CancellationToken ct)
    {
        int port = FreePort.Tcp();
        string file = Path.Combine(prefix, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(prefix, port, locations), ct);
        ProcessStartInfo start = new(program, ["-p", prefix, "-c", file, "-e", Path.Combine(prefix, "error.log")]);
        NginxServer server = new(Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start."), port);
        try
        {
            await server.ReadyAsync(port, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadyAsync(int port, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        while (!_process.HasExited && Stopwatch.GetElapsedTime(start) < ReadyBudget)
        {
            try
            {
                using TcpClient probe = new();
                await probe.ConnectAsync(IPAddress.Loopback, port, ct);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
            }
        }

        throw new InvalidOperationException("nginx did not start: its words are above, or in error.log of its folder.");
    }
}
