using System.Text.Json;
using System.Text.RegularExpressions;

namespace Decent.Instance.Tests.Nameserver.OpenApi;

/// <summary>An OpenAPI document, and whether a real answer is one that it describes.</summary>
internal sealed class ApiDocument
{
    private readonly JsonElement _root;
    private readonly SchemaCheck _schemas;

    public ApiDocument(string json)
    {
        using var document = JsonDocument.Parse(json);
        _root = document.RootElement.Clone();
        _schemas = new SchemaCheck(_root);
    }

    /// <summary>Paths as they are written, with the methods of each.</summary>
    public IEnumerable<(string Path, string Method)> Operations =>
        _root.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o.Name.ToUpperInvariant())));

    /// <summary>What in the answer is not as the document has it; empty when all is.</summary>
    public IReadOnlyList<string> Check(Exchange exchange)
    {
        if (Operation(exchange.Method, exchange.Path) is not { } operation)
            return [$"{exchange.Method} {exchange.Path} is not in the document"];
        if (!operation.GetProperty("responses").TryGetProperty(exchange.Status.ToString(), out var response))
            return [$"{exchange.Method} {exchange.Path}: {exchange.Status} is not in the document"];
        response = _schemas.Resolve(response);
        return [.. Headers(response, exchange).Concat(Body(response, exchange)).Select(w => $"{exchange.Method} {exchange.Path} {exchange.Status}: {w}")];
    }

    /// <summary>Every schema and header that a reference names.</summary>
    public IEnumerable<string> BrokenReferences() => References(_root).Where(r => !Exists(r));

    private JsonElement? Operation(string method, string path)
    {
        // The most literal template is the one that routing takes.
        var template = _root.GetProperty("paths").EnumerateObject()
            .Where(p => Regex.IsMatch(path, Pattern(p.Name))).OrderByDescending(p => p.Name.Split('{')[0].Length).FirstOrDefault();
        return template.Value.ValueKind == JsonValueKind.Object && template.Value.TryGetProperty(method.ToLowerInvariant(), out var operation)
            ? operation
            : null;
    }

    /// <summary>The id has slashes; what is called path may be left out with the slash before it.</summary>
    private static string Pattern(string template) => "^" + Regex.Escape(template).Replace("\\{id}", ".*").Replace("/\\{path}", "(/.*)?")
        .Replace("\\{cid}", "[^/]*").Replace("\\{tag}", "[^/]*").Replace("\\{hh}", "[^/]*").Replace("\\{n}", "[^/]*") + "$";

    private IEnumerable<string> Headers(JsonElement response, Exchange exchange)
    {
        if (response.TryGetProperty("headers", out var headers))
            foreach (var described in headers.EnumerateObject())
            {
                var header = _schemas.Resolve(described.Value);
                if (exchange.Headers.TryGetValue(described.Name, out var value))
                    foreach (var wrong in _schemas.Check(header.GetProperty("schema"), JsonSerializer.SerializeToElement(value), described.Name))
                        yield return wrong;
                else if (header.TryGetProperty("required", out var required) && required.GetBoolean())
                    yield return $"no header {described.Name}";
            }
        foreach (var extra in exchange.Headers.Keys.Where(h => h.StartsWith("Decent-", StringComparison.Ordinal)))
            if (headers.ValueKind != JsonValueKind.Object || !headers.TryGetProperty(extra, out _))
                yield return $"header {extra} is not in the document";
    }

    private IEnumerable<string> Body(JsonElement response, Exchange exchange)
    {
        if (!response.TryGetProperty("content", out var content))
            return exchange.Body.Length == 0 ? [] : ["a body that is not in the document"];
        if (!content.TryGetProperty(exchange.ContentType, out var media) && !content.TryGetProperty("*/*", out media))
            return [$"content type '{exchange.ContentType}' is not in the document"];
        if (!media.TryGetProperty("schema", out var schema))
            return [];
        try
        {
            var value = exchange.ContentType == "application/json"
                ? JsonSerializer.Deserialize<JsonElement>(exchange.Body)
                : JsonSerializer.SerializeToElement(System.Text.Encoding.UTF8.GetString(exchange.Body));
            return _schemas.Check(schema, value);
        }
        catch (JsonException e)
        {
            return [$"no JSON: {e.Message}"];
        }
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => m.Name == "$ref" ? [m.Value.GetString()!] : References(m.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private bool Exists(string reference)
    {
        var at = _root;
        return reference.StartsWith("#/", StringComparison.Ordinal) && reference.Split('/').Skip(1).All(name => at.TryGetProperty(name, out at));
    }
}
