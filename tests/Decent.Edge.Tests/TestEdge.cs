using System.Net;
using Decent.Content;
using Decent.Edge.Control;
using Decent.Edge.Fetching;
using Decent.Edge.Power;
using Decent.Edge.Scrubbing;
using Decent.Hosting;
using Decent.Hosting.Gateway;
using Decent.Hosting.Identity;
using Decent.Peer.Lookup;
using Microsoft.Extensions.DependencyInjection;

namespace Decent.Edge.Tests;

/// <summary>A real edge daemon in this process, with an HTTP client for it.</summary>
internal sealed class TestEdge : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private EdgeDaemon _daemon = null!;

    private TestEdge(bool inMemory) => _folder = new TempFolder(inMemory);

    public string Address { get; } = TestLan.NextAddress();

    public string State => _folder["s"];

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _daemon.Services;

    public ContentStore Store => Services.GetRequiredService<ContentStore>();

    /// <summary>Its budgets are <see cref="Patient"/>: a test about the product's own gives them.</summary>
    public static async Task<TestEdge> StartAsync(TestLan lan, Uri? instance, long cacheBytes = 2_000_000_000, FetchingOptions? fetching = null,
        NodeCredentials? credentials = null, IPowerLine? line = null, PowerOptions? power = null, ScrubOptions? scrubbing = null,
        LookupOptions? lookup = null, bool inMemory = false)
    {
        TestEdge edge = new(inMemory);
        Assert.True(StateFolder.TryLock(edge.State, out StateFolder? state, out string rule), rule);
        edge._daemon = await EdgeDaemon.StartAsync(
            state!,
            new EdgeOptions
            {
                State = edge.State,
                Name = credentials?.Name ?? "edge-" + edge.Address.Replace('.', '-'),
                Credentials = credentials,
                Listen = edge.Address + ":0",
                Instance = instance,
                Lan = lan.Options(edge.Address),
                CacheBytesMax = cacheBytes,
                Fetching = fetching ?? Patient.Fetching(),
                Lookup = lookup ?? Patient.Lookup(),
                Line = line,
                Power = power ?? new PowerOptions(),
                Scrubbing = scrubbing ?? new ScrubOptions(),
            },
            TestContext.Current.CancellationToken);
        edge.Http = new HttpClient { BaseAddress = new Uri(edge._daemon.Addresses[0]), Timeout = Patient.Client };
        return edge;
    }

    public Task<HttpResponseMessage> AskAsync(string path) => Http.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>The body, which must come whole and with 200, and the path that it came by.</summary>
    public async Task<(byte[] Bytes, string Path)> GetAsync(string path)
    {
        using HttpResponseMessage response = await AskAsync(path);
        return await ReadAsync(response);
    }

    /// <summary>As the other, asked again while nobody could give it yet: for edges whose budgets are short.</summary>
    public async Task<(byte[] Bytes, string Path)> GetInTheEndAsync(string path)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using HttpResponseMessage response = await AskAsync(path);
            if (response.StatusCode != HttpStatusCode.GatewayTimeout || TimeProvider.System.GetElapsedTime(start) > Some.Patience)
            {
                return await ReadAsync(response);
            }
        }
    }

    public Task<GetAnswer> BringAsync(string id) => Services.GetRequiredService<WholeResource>()
        .GetAsync(Some.Id(id), TestContext.Current.CancellationToken).WaitAsync(Patient.Client, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _daemon.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<(byte[] Bytes, string Path)> ReadAsync(HttpResponseMessage response)
    {
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {System.Text.Encoding.UTF8.GetString(bytes)}");
        return (bytes, response.Headers.GetValues(PathReport.BytesHeader).Single());
    }
}
