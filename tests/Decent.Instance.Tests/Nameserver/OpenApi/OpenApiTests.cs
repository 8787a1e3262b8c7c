using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Decent.Content;
using Decent.Instance.Enrolment;
using Microsoft.AspNetCore.Routing;

namespace Decent.Instance.Tests.Nameserver.OpenApi;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_public_route_stands_in_the_document_and_the_other_way_round()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var mapped = Mapped(daemon);
        var described = new ApiDocument(await TextAsync(daemon)).Operations.ToHashSet();

        Assert.True(mapped.Count >= 13);
        Assert.Empty(mapped.Where(IsApi).Except(described));
        Assert.Empty(described.Except(mapped));
        foreach (var path in (string[])["/r/{id}", "/ipfs/{cid}/{path}", "/healthz"])
            Assert.Contains((path, "GET"), described);
    }

    [Fact]
    public async Task Real_answers_are_what_the_document_says()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var document = new ApiDocument(await TextAsync(daemon));
        Assert.Empty(document.BrokenReferences());
        var exchanges = await ExchangesAsync(daemon);

        Assert.All(exchanges, exchange => Assert.Equal([], document.Check(exchange)));
        var seen = exchanges.Select(e => e.Path).ToList();
        Assert.All(document.Operations, o => Assert.Contains(seen, path => path.StartsWith(o.Path.Split('{')[0], StringComparison.Ordinal)));
        foreach (var status in (int[])[200, 206, 304, 400, 404, 413, 416])
            Assert.Contains(exchanges, e => e.Status == status);
    }

    [Fact]
    public async Task The_check_notices_each_change_of_an_answer()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var document = new ApiDocument(await TextAsync(daemon));
        var noticed = 0;
        foreach (var exchange in (await ExchangesAsync(daemon)).Where(e => e.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && e.Status != 304))
        {
            foreach (var (what, altered) in Alterations(exchange))
            {
                Assert.True(document.Check(altered).Count > 0, $"{exchange.Method} {exchange.Path} {exchange.Status}: {what} was not noticed");
                noticed++;
            }
        }
        Assert.InRange(noticed, 300, 100_000);
    }

    [Fact]
    public async Task The_check_notices_each_change_of_the_document()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var text = await TextAsync(daemon);
        var exchanges = await ExchangesAsync(daemon);
        (string What, Action<JsonNode> Change)[] changes =
        [
            ("a path gone", d => d["paths"]!.AsObject().Remove("/api/v1/keys")),
            ("a method gone", d => d["paths"]!["/api/v1/resources"]!.AsObject().Remove("post")),
            ("a status gone", d => d["paths"]!["/api/v1/resource/{id}"]!["get"]!["responses"]!.AsObject().Remove("404")),
            ("one more header asked for",
                d => d["components"]!["responses"]!["NotModified"]!["headers"]!["X-More"] = Node("""{"required":true,"schema":{}}""")),
            ("a header of another form", d => d["components"]!["headers"]!["NoCache"]!["schema"]!["const"] = "max-age=1"),
            ("a header gone", d => d["paths"]!["/api/v1/resource/{id}"]!["get"]!["responses"]!["200"]!["headers"]!.AsObject().Remove("Decent-Key")),
            ("one more member asked for", d => d["components"]!["schemas"]!["Entry"]!["required"]!.AsArray().Add("more")),
            ("a member gone", d => d["components"]!["schemas"]!["Change"]!["properties"]!.AsObject().Remove("time")),
            ("another type", d => d["components"]!["schemas"]!["Amount"]!["type"] = "string"),
            ("another pattern", d => d["components"]!["schemas"]!["Hash"]!["pattern"] = "^[0-9a-f]{63}$"),
            ("a lower bound", d => d["components"]!["schemas"]!["Shard"]!["maximum"] = 0),
            ("fewer items", d => d["components"]!["schemas"]!["Keys"]!["properties"]!["keys"]!["minItems"] = 99),
            ("another content type", d => d["components"]!["responses"]!["Error"]!["content"] = Node("""{"text/html":{}}""")),
            ("two alternatives that are the same", d =>
                d["paths"]!["/api/v1/shard/{n}"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["oneOf"]!.AsArray()
                    .Add(Node("""{"$ref":"#/components/schemas/ShardWhole"}"""))),
        ];
        foreach (var (what, change) in changes)
        {
            var altered = JsonNode.Parse(text)!;
            change(altered);
            var document = new ApiDocument(altered.ToJsonString());
            Assert.True(exchanges.Any(e => document.Check(e).Count > 0), $"{what} was not noticed");
        }
    }

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;

    private static Task<string> TextAsync(TestDaemon daemon) => daemon.Http.GetStringAsync("/api/v1/openapi.json", Some.Ct);

    private static bool IsApi((string Path, string Method) route) => route.Path.StartsWith("/api/v1", StringComparison.Ordinal);

    /// <summary>What is mapped, in the document's spelling; a HEAD beside a GET goes without saying.</summary>
    private static HashSet<(string Path, string Method)> Mapped(TestDaemon daemon)
    {
        var endpoints = daemon.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        return [.. endpoints.SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
            .Where(m => m != "HEAD")
            .Select(m => (Regex.Replace(e.RoutePattern.RawText!, @"\{\*{0,2}(\w+)[^}]*\}", "{$1}"), m)))];
    }

    private static async Task<List<Exchange>> ExchangesAsync(TestDaemon daemon)
    {
        var file = await daemon.PublishAsync("home/a", Some.Bytes(5000));
        daemon.Folder.Write("site/b", Some.Bytes(10));
        await daemon.CliAsync("publish", daemon.Folder.At("site"), "--as", "home/site");
        daemon.Get<NodeRegistry>().Add("hall-board", out _);
        if ((await daemon.CliAsync("key", "show")).Out.Split('\n').Length < 3)
            await daemon.CliAsync("key", "rotate");
        var tag = (await Exchange.OfAsync(daemon.Http, HttpMethod.Get, "/api/v1/resource/home/a")).Headers["ETag"];
        Assert.True(Manifest.TryRead(await daemon.Http.GetByteArrayAsync($"/api/v1/manifest/{file.Root}", Some.Ct), out var manifest, out _));
        var exchanges = new List<Exchange>();
        async Task Get(string path, params (string, string)[] headers) =>
            exchanges.Add(await Exchange.OfAsync(daemon.Http, HttpMethod.Get, path, null, headers));
        async Task Post(string body) => exchanges.Add(await Exchange.OfAsync(daemon.Http, HttpMethod.Post, "/api/v1/resources", body));

        await Get("/api/v1/resource/home/a");
        await Get("/api/v1/resource/home/site");
        await Get("/api/v1/resource/home/none");
        await Get("/api/v1/resource/BAD");
        await Get("/api/v1/resource/home/a", ("If-None-Match", tag));
        await Post("""["home/a","home/none","BAD","home/site"]""");
        await Post("{}");
        await Post("[" + new string(' ', 1 << 20) + "]");
        foreach (var path in (string[])["keys", "groups", $"group/{file.Id.Group:x2}", $"shard/{file.Id.Shard}", "openapi.json"])
        {
            await Get($"/api/v1/{path}");
            await Get($"/api/v1/{path}", ("If-None-Match", "*"));
        }
        foreach (var path in (string[])[
            "group/zz", "shard/x", $"shard/{file.Id.Shard}?since=0", $"shard/{file.Id.Shard}?since=99", $"shard/{file.Id.Shard}?at=", "shard/1?at=x",
            "shard/1", "bootstrap?node=hall-board&nonce=0123456789abcdef", "bootstrap?node=nobody&nonce=0123456789abcdef", "bootstrap",
            $"manifest/{file.Root}", "manifest/x", $"manifest/{Cid.Raw(new byte[32])}",
            $"block/{Convert.ToHexStringLower(manifest.LeafTag(0))}", $"block/{new string('0', 32)}", "block/x"])
            await Get($"/api/v1/{path}");
        using var key = System.Security.Cryptography.ECDiffieHellman.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var spki = System.Buffers.Text.Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo());
        foreach (var name in (string[])["attic-pi", "hall-board", "x"])
            exchanges.Add(await EnrolAsync(name));
        await daemon.CliAsync("nodes", "approve", "attic-pi");
        exchanges.Add(await EnrolAsync("attic-pi"));
        Task<Exchange> EnrolAsync(string name) => Exchange.OfAsync(
            daemon.Http, HttpMethod.Post, "/api/v1/enrol", $$"""{"name":"{{name}}","kind":"edge","key":"{{spki}}"}""");
        await Get("/r/home/a");
        await Get("/r/home/a", ("Range", "bytes=1-2"));
        await Get("/r/home/a", ("Range", "bytes=9999-"));
        await Get("/r/home/a", ("If-None-Match", $"\"{file.Root}\""));
        await Get("/r/home/site");
        await Get("/r/home/none");
        await Get("/r/BAD");
        await Get($"/ipfs/{file.Root}");
        await Get($"/ipfs/{file.Root}?format=raw");
        await Get("/ipfs/x");
        await Get($"/ipfs/{Cid.Raw(new byte[32])}");
        await Get("/healthz");
        await Get("/healthz", ("Accept", "application/json"));
        return exchanges;
    }

    /// <summary>The answer with one thing wrong each: in its status, a header, its type, or a member at any depth.</summary>
    private static IEnumerable<(string What, Exchange Altered)> Alterations(Exchange exchange)
    {
        yield return ("another status", exchange with { Status = 418 });
        yield return ("another type", exchange with { ContentType = "text/html" });
        yield return ("one more header", exchange with { Headers = new Dictionary<string, string>(exchange.Headers) { ["Decent-More"] = "1" } });
        foreach (var name in exchange.Headers.Keys.Where(h => h is "ETag" or "Cache-Control" || h.StartsWith("Decent-", StringComparison.Ordinal)))
        {
            var headers = new Dictionary<string, string>(exchange.Headers) { [name] = "?" };
            yield return ($"another {name}", exchange with { Headers = headers });
        }
        if (exchange.ContentType != "application/json" || exchange.Path.EndsWith("openapi.json", StringComparison.Ordinal))
            yield break;
        yield return ("no JSON", exchange with { Body = exchange.Body[..^1] });
        foreach (var (what, body) in Bodies(JsonNode.Parse(exchange.Body)!))
            yield return (what, exchange with { Body = body });
    }

    private static IEnumerable<(string What, byte[] Body)> Bodies(JsonNode root)
    {
        var isOpen = root is JsonObject top && top.ContainsKey("broker");
        foreach (var owner in Objects(root).ToList())
        {
            foreach (var name in owner.Select(m => m.Key).ToList())
            {
                var value = owner[name];
                owner[name] = value is JsonObject or JsonArray ? JsonValue.Create(1) : new JsonObject();
                yield return ($"another type of {name}", Encoding.UTF8.GetBytes(root.ToJsonString()));
                owner[name] = value;
            }
            if (isOpen)
                continue;
            owner["more"] = 1;
            yield return ("one more member", Encoding.UTF8.GetBytes(root.ToJsonString()));
            owner.Remove("more");
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Objects(m.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };
}
