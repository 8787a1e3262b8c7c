using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;

namespace Decent.Hosting.Tests;

public sealed class GatewayTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 >> 3))];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 200, 0, 200_000)]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("BYTES=0-0", 206, 0, 1)]
    [InlineData("bytes=4031-4032", 206, 4031, 2)]
    [InlineData("bytes=4032-8063", 206, 4032, 4032)]
    [InlineData("bytes=100-199998", 206, 100, 199_899)]
    [InlineData("bytes=199999-", 206, 199_999, 1)]
    [InlineData("bytes=5-999999999999", 206, 5, 199_995)]
    [InlineData("bytes=-1", 206, 199_999, 1)]
    [InlineData("bytes=-300000", 206, 0, 200_000)]
    [InlineData("bytes=0-1,5-6", 200, 0, 200_000)]
    [InlineData("bytes=7-3", 200, 0, 200_000)]
    [InlineData("lines=0-1", 200, 0, 200_000)]
    [InlineData("bytes=200000-", 416, 0, 0)]
    [InlineData("bytes=-0", 416, 0, 0)]
    public async Task Each_form_of_range_gives_its_bytes(string? range, int status, int from, int count)
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        await gateway.AddAsync("home/file", ("", Bytes));

        using HttpResponseMessage response = await SendAsync(gateway, HttpMethod.Get, "/r/home/file", ("Range", range));
        byte[] body = await response.Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(Bytes[from..(from + count)], body);
        string? told = response.Content.Headers.ContentRange?.ToString();
        Assert.Equal(status == 206 ? $"bytes {from}-{from + count - 1}/200000" : status == 416 ? "bytes */200000" : null, told);
    }

    [Fact]
    public async Task Conditions_and_HEAD_follow_the_tag()
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        Manifest manifest = await gateway.AddAsync("home/file", ("", Bytes));
        string tag = $"\"{manifest.Root}\"";

        foreach ((string header, string value, int status) in new[]
        {
            ("If-None-Match", tag, 304), ("If-None-Match", "W/" + tag, 304), ("If-None-Match", "*", 304), ("If-None-Match", "\"other\"", 200),
        })
        {
            using HttpResponseMessage response = await SendAsync(gateway, HttpMethod.Get, "/r/home/file", (header, value));
            Assert.Equal((value, status), (value, (int)response.StatusCode));
        }

        foreach ((string condition, int status) in new[] { (tag, 206), ("W/" + tag, 200), ("\"other\"", 200), ("Sat, 21 Nov 2026 00:00:00 GMT", 200) })
        {
            using HttpResponseMessage response = await SendAsync(gateway, HttpMethod.Get, "/r/home/file", ("If-Range", condition), ("Range", "bytes=0-9"));
            Assert.Equal((condition, status), (condition, (int)response.StatusCode));
        }

        using HttpResponseMessage head = await SendAsync(gateway, HttpMethod.Head, "/r/home/file", ("Range", "bytes=0-9"));
        Assert.Equal((200, 200_000L, tag), ((int)head.StatusCode, head.Content.Headers.ContentLength, head.Headers.ETag!.Tag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task Raw_leaves_and_nodes_manifests_and_tagged_blocks_are_served_and_verify()
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        Manifest manifest = await gateway.AddAsync("home/site", ("a.bin", Bytes), ("b/c.txt", [1, 2, 3]));
        Cid leaf = Cid.Raw(manifest.LeafDigest(3));

        byte[] raw = await gateway.Http.GetByteArrayAsync($"/ipfs/{leaf}?format=raw", Ct);
        byte[] node = await gateway.Http.GetByteArrayAsync($"/ipfs/{manifest.Root}?format=raw", Ct);
        byte[] bytes = await gateway.Http.GetByteArrayAsync($"/api/v1/manifest/{manifest.Root}", Ct);
        byte[] block = await gateway.Http.GetByteArrayAsync($"/api/v1/block/{Convert.ToHexStringLower(manifest.LeafTag(3))}", Ct);
        JsonElement listing = JsonDocument.Parse(await gateway.Http.GetStringAsync("/r/home/site", Ct)).RootElement;

        Assert.Equal(Bytes[(3 * 4032)..(4 * 4032)], raw);
        Assert.Equal(manifest.Root, Cid.DagPb(SHA256.HashData(node)));
        Assert.Equal(manifest.ToBytes(), bytes);
        Assert.Equal(raw, block);
        Assert.Equal(["a.bin", "b/c.txt"], listing.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        Assert.Equal([1, 2, 3], await gateway.Http.GetByteArrayAsync($"/ipfs/{manifest.Root}/b/c.txt", Ct));
    }

    [Theory]
    [InlineData("/r/no-slash", 400, "slash")]
    [InlineData("/r/Home/file", 400, "tenant")]
    [InlineData("/r/home/a%00b", 400, "")]
    [InlineData("/ipfs/bafy", 400, "CIDv1")]
    [InlineData("/api/v1/block/xyz", 400, "32 hexadecimal digits")]
    [InlineData("/api/v1/manifest/xyz", 400, "no CID")]
    [InlineData("/api/v1/block/00000000000000000000000000000000", 404, "No block")]
    [InlineData("/r/home/none", 404, "nowhere")]
    public async Task Bad_and_unknown_ids_are_answered_with_the_rule(string path, int status, string sentence)
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        using HttpResponseMessage response = await gateway.Http.GetAsync(path, Ct);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(sentence, await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LookupOutcome.NotFound, false, 404)]
    [InlineData(LookupOutcome.TimedOut, false, 504)]
    [InlineData(LookupOutcome.Refused, false, 507)]
    [InlineData(LookupOutcome.TimedOut, true, 412)]
    public async Task Each_outcome_has_its_status(LookupOutcome outcome, bool onlyCached, int status)
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        gateway.Missing = outcome;
        using HttpResponseMessage response = await SendAsync(gateway, HttpMethod.Get, "/r/home/none", ("Cache-Control", onlyCached ? "only-if-cached" : null));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_flipped_byte_is_never_delivered_and_the_damaged_object_never_used_again()
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        byte[] large = [.. Enumerable.Range(0, 900_000).Select(i => (byte)(i * 13 >> 4))];
        await gateway.AddAsync("home/file", ("", large));
        gateway.Flip(large.Length, 600_000);
        using HttpResponseMessage response = await gateway.Http.GetAsync("/r/home/file", HttpCompletionOption.ResponseHeadersRead, Ct);
        await using Stream body = await response.Content.ReadAsStreamAsync(Ct);
        byte[] got = new byte[large.Length];
        int length = 0;

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (int read; (read = await body.ReadAsync(got.AsMemory(length), Ct)) > 0; length += read)
            {
            }
        });

        Assert.InRange(length, 1, 600_000 / 4032 * 4032);
        Assert.Equal(large[..length], got[..length]);
        using HttpResponseMessage again = await gateway.Http.GetAsync("/r/home/file", Ct);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Damage_in_the_first_leaf_is_a_503_that_says_to_ask_again()
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        await gateway.AddAsync("home/file", ("", Bytes));
        gateway.Flip(Bytes.Length, 10);
        using HttpResponseMessage response = await gateway.Http.GetAsync("/r/home/file", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("ask again", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_throws_costs_the_client_nothing()
    {
        await using StoreGateway gateway = await StoreGateway.StartAsync();
        await gateway.AddAsync("home/file", ("", Bytes));
        gateway.Endpoints.Answered += _ => throw new InvalidOperationException("a bug");
        Assert.Equal(Bytes, await gateway.Http.GetByteArrayAsync("/r/home/file", Ct));
    }

    [Fact]
    public void A_path_is_told_in_words_and_bytes()
    {
        PathReport hit = new();
        hit.Add(Decent.Peer.Lookup.Stage.Cache, 5, 0);
        PathReport both = new();
        both.Add(Decent.Peer.Lookup.Stage.Peers, 10, 41);
        both.Add(Decent.Peer.Lookup.Stage.Instance, 7, 90);
        both.Add(Decent.Peer.Lookup.Stage.Instance, 3, 80);

        Assert.Equal(("cache hit, peers -, instance -", "cache=5, peers=0, instance=0", "cache", true), (
            hit.ToString(), hit.BytesText(), hit.Summary(), hit.IsHit));
        Assert.Equal(("cache miss, peers 41 ms, instance 90 ms", "cache=0, peers=10, instance=10", "peers+instance", false),
            (both.ToString(), both.BytesText(), both.Summary(), both.IsHit));
    }

    private static async Task<HttpResponseMessage> SendAsync(StoreGateway gateway, HttpMethod method, string path,
        params (string Name, string? Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        foreach ((string name, string? value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await gateway.Http.SendAsync(request, Ct);
    }
}
