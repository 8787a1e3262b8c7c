using System.Diagnostics;
using System.Text;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>The reference: stock <c>git http-backend</c>, run as CGI for one request on the daemon's own repositories.</summary>
internal static class HttpBackend
{
    public static async Task<RecordedAnswer> AskAsync(string tenants, RecordedRequest request)
    {
        var start = new ProcessStartInfo("git", ["http-backend"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        foreach (var (name, value) in Environment(tenants, request).Append(new("PATH", path)))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Some.Ct);
        using var output = new MemoryStream();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output, Some.Ct);
        await process.StandardInput.BaseStream.WriteAsync(request.Body, Some.Ct);
        process.StandardInput.Close();
        await copy;
        await error;
        await process.WaitForExitAsync(Some.Ct);
        return Parse(output.ToArray());
    }

    private static IEnumerable<KeyValuePair<string, string?>> Environment(string tenants, RecordedRequest request) =>
    [
        new("GIT_PROJECT_ROOT", tenants), new("GIT_HTTP_EXPORT_ALL", "1"), new("GIT_CONFIG_NOSYSTEM", "1"), new("GIT_CONFIG_GLOBAL", "/dev/null"),
        new("GIT_CONFIG_COUNT", "1"), new("GIT_CONFIG_KEY_0", "uploadpack.allowFilter"),
        new("GIT_CONFIG_VALUE_0", request.Header("Git-Protocol") == "version=2" ? "true" : "false"),
        new("SERVER_PROTOCOL", "HTTP/1.1"), new("REQUEST_METHOD", request.Method), new("PATH_INFO", request.Path["/git".Length..]),
        new("QUERY_STRING", request.Query), new("CONTENT_LENGTH", $"{request.Body.Length}"), new("CONTENT_TYPE", request.Header("Content-Type")),
        new("HTTP_CONTENT_ENCODING", request.Header("Content-Encoding")), new("HTTP_GIT_PROTOCOL", request.Header("Git-Protocol")),
    ];

    private static RecordedAnswer Parse(byte[] cgi)
    {
        var end = cgi.AsSpan().IndexOf("\r\n\r\n"u8);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.ASCII.GetString(cgi, 0, end).Split("\r\n"))
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 2)..];
        return new RecordedAnswer(
            headers.TryGetValue("Status", out var status) ? int.Parse(status[..3]) : 200, headers.GetValueOrDefault("Content-Type", ""),
            headers.GetValueOrDefault("Cache-Control", ""), cgi[(end + 4)..]);
    }
}
