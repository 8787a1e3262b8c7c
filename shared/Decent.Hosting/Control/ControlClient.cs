using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Decent.Hosting.Cli;

namespace Decent.Hosting.Control;

/// <summary>Speaks to the daemon of a state folder.</summary>
public sealed class ControlClient(CliProgram program, string state) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectCallback = (_, ct) => ConnectAsync(state, ct), UseProxy = false })
    {
        BaseAddress = new Uri("http://daemon/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks for JSON.</summary>
    /// <exception cref="CliException">No daemon runs, or it refuses; the message is its own.</exception>
    public async Task<T> GetAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var response = await SendAsync(method, path, body: null, ct);
        try
        {
            if (await response.Content.ReadFromJsonAsync(type, ct) is { } answer)
                return answer;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
        {
            throw new CliException(Interrupted(e), e);
        }
        throw new CliException("The daemon answered nothing. Is it of another version?");
    }

    /// <summary>Asks for something to be done that has no answer.</summary>
    /// <exception cref="CliException">No daemon runs, or it refuses; the message is its own.</exception>
    public async Task DoAsync(HttpMethod method, string path, CancellationToken ct) =>
        (await SendAsync(method, path, body: null, ct)).Dispose();

    /// <summary>Asks for something long and gives each line of the answer, a JSON document of its own, to <paramref name="line"/>.</summary>
    /// <exception cref="CliException">No daemon runs, it refuses, or it stopped meanwhile: then with <paramref name="interrupted"/> as its message.</exception>
    public async Task LinesAsync<TRequest, TLine>(string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TLine> lineType,
        Action<TLine> line, string interrupted, CancellationToken ct)
    {
        using var body = JsonContent.Create(request, requestType);
        using var response = await SendAsync(HttpMethod.Post, path, body, ct);
        try
        {
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
            while (await lines.ReadLineAsync(ct) is { } text)
                line(JsonSerializer.Deserialize(text, lineType)!);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
        {
            throw new CliException(interrupted, e);
        }
    }

    /// <summary>Asks for bytes; the caller disposes of the answer.</summary>
    /// <exception cref="CliException">No daemon runs, or it refuses.</exception>
    public Task<HttpResponseMessage> BytesAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, body: null, ct);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException e) when (e.HttpRequestError != HttpRequestError.ConnectionError)
        {
            throw new CliException(Interrupted(e), e);
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"No daemon answers on {state}. Start it with: {program.Name} run --state {state}", e);
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new CliException(await ProblemAsync(response, ct));
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            // The control socket says "message", the content gateway on the same socket says "error".
            using var problem = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), default, ct);
            return Sentence(problem.RootElement, "message") ?? Sentence(problem.RootElement, "error") ?? $"The daemon answered {(int)response.StatusCode}.";
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            // Not one of the daemon's own refusals: its status is all that is known.
            return $"The daemon answered {(int)response.StatusCode}. Its log says more.";
        }
    }

    private static string Interrupted(Exception e) => $"The daemon stopped in the middle of its answer ({e.Message}). See its log, start it again and repeat.";

    private static string? Sentence(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private static async ValueTask<Stream> ConnectAsync(string state, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(ControlSocket.Path(state)), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
