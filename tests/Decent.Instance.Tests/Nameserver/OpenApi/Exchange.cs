using System.Net.Http.Headers;

namespace Decent.Instance.Tests.Nameserver.OpenApi;

/// <summary>One request and what came back.</summary>
internal sealed record Exchange(string Method, string Path, int Status, IReadOnlyDictionary<string, string> Headers, string ContentType, byte[] Body)
{
    public static async Task<Exchange> OfAsync(HttpClient http, HttpMethod method, string path, string? body = null, params (string Name,
        string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            // A refusal comes before the body: without this it may meet a pipe that the server has closed.
            request.Headers.ExpectContinue = true;
            request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        }
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, Some.Ct);
        return new Exchange(
            method.Method, path.Split('?')[0], (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
            response.Content.Headers.ContentType?.MediaType ?? "", await response.Content.ReadAsByteArrayAsync(Some.Ct));
    }
}
