using Decent.Content;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Hosting.Tests;

/// <summary>The gateway over a real store and real Kestrel; resources are what a test puts into <see cref="Roots"/>.</summary>
internal sealed class StoreGateway : IContentGateway, IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private WebApplication _app = null!;

    private StoreGateway() => Store = ContentStore.Open(
        new ContentStoreOptions { Folder = _folder["store"] }, Time, NullLogger<ContentStore>.Instance);

    /// <summary>An hour ahead of the system, so that the store takes what was just written for old.</summary>
    public static TimeProvider Time { get; } = new HourAhead();

    public ContentStore Store { get; }

    public GatewayEndpoints Endpoints { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public Dictionary<string, Cid> Roots { get; } = [];

    /// <summary>When a resource was published, of those that have a head.</summary>
    public Dictionary<string, DateTimeOffset> Published { get; } = [];

    public LookupOutcome Missing { get; set; } = LookupOutcome.NotFound;

    public static async Task<StoreGateway> StartAsync()
    {
        StoreGateway gateway = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        gateway._app = builder.Build();
        gateway.Endpoints = new GatewayEndpoints(gateway, gateway.Store, new MonotonicClock(Time), NullLogger<GatewayEndpoints>.Instance);
        gateway.Endpoints.Map(gateway._app);
        await gateway._app.StartAsync();
        gateway.Http = new HttpClient { BaseAddress = new Uri(gateway._app.Urls.First()), Timeout = Lan.Patience };
        return gateway;
    }

    public async Task<Manifest> AddAsync(string id, params (string Path, byte[] Bytes)[] files)
    {
        string root = _folder[Guid(id)];
        foreach ((string path, byte[] bytes) in files)
        {
            string file = path.Length == 0 ? root : Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, bytes);
        }

        Manifest manifest = await Store.ImportAsync(root, null, CancellationToken.None);
        Roots[id] = manifest.Root;
        return manifest;
    }

    /// <summary>Changes one byte of the only stored file that has this length.</summary>
    public void Flip(long length, long offset)
    {
        FileInfo file = new DirectoryInfo(_folder["store/objects"]).EnumerateFiles("*", SearchOption.AllDirectories).Single(file => file.Length == length);
        using FileStream stream = file.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = offset;
        int old = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(old ^ 1));
    }

    public async Task<GatewayAnswer> FindAsync(ResourceId id, string? path, CancellationToken ct) => Roots.TryGetValue(id.Text, out Cid root)
        ? await FindAsync(root, path, false, ct) with { Head = Published.TryGetValue(id.Text, out DateTimeOffset time) ? HeadOf(id, root, time) : null }
        : new GatewayAnswer { Outcome = Missing, Reason = "nowhere", Path = new PathReport() };

    public async Task<GatewayAnswer> FindAsync(Cid root, string? path, bool onlyCached, CancellationToken ct)
    {
        Manifest? manifest = await FindManifestAsync(root, onlyCached, ct);
        ManifestEntry? entry = manifest?.Find(path ?? "");
        PathReport report = new();
        return manifest is { IsFolder: true } && path is null ? new GatewayAnswer { Outcome = LookupOutcome.Found, Folder = manifest, Path = report }
            : entry is not null && Store.HasObject(entry.Cid) ? new GatewayAnswer { Outcome = LookupOutcome.Found, File = entry.Cid, Path = report }
            : new GatewayAnswer { Outcome = LookupOutcome.NotFound, Reason = "not here", Path = report };
    }

    public Task<Manifest?> FindManifestAsync(Cid root, bool onlyCached, CancellationToken ct) =>
        Task.FromResult(Store.TryGetManifest(root, out Manifest? manifest) ? manifest : null);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Store.Dispose();
        _folder.Dispose();
    }

    private static Head HeadOf(ResourceId id, Cid root, DateTimeOffset time) => new()
    {
        Id = id, Label = "20260102-1-here", Commit = new byte[20], Root = root, Size = 1, Count = 1, Time = time, IsFolder = false,
    };

    private static string Guid(string id) => "source/" + id.Replace('/', '_');

    private sealed class HourAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromHours(1);
    }
}
