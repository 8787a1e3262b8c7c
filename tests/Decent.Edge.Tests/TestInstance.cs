using Decent.Content;
using Decent.Hosting;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests;

/// <summary>The instance as an edge meets it: the real gateway over a real store, and heads. Faults are put in front of it.</summary>
internal sealed class TestInstance : IContentGateway, IAsyncDisposable
{
    private readonly TempFolder _folder;
    private WebApplication? _app;
    private long _contentBytes;
    private int _contentRequests;

    private TestInstance(bool inMemory)
    {
        _folder = new TempFolder(inMemory);
        Store = ContentStore.Open(
            new ContentStoreOptions { Folder = _folder["store"], BytesMax = long.MaxValue }, TimeProvider.System, NullLogger<ContentStore>.Instance);
    }

    public ContentStore Store { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Runs before the answer; true when it gave one itself.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>Runs after an answer was made and before it leaves.</summary>
    public Action<HttpContext>? AfterAnswer { get; set; }

    public long ContentBytes => Interlocked.Read(ref _contentBytes);

    public int ContentRequests => Volatile.Read(ref _contentRequests);

    /// <summary>What it says of names; a test may give it another memory.</summary>
    public TestNames Names { get; set; } = new();

    public int HeadRequests => Names.Requests("resource");

    public static async Task<TestInstance> StartAsync(bool inMemory = false)
    {
        TestInstance instance = new(inMemory);
        await instance.BackAsync();
        return instance;
    }

    public async Task<(Head Head, Manifest Manifest)> PublishAsync(string id, byte[] bytes, long count = 1) => await PublishAsync(
        id, _folder.Put(Guard(id, count), bytes), count);

    public async Task<(Head Head, Manifest Manifest)> PublishFolderAsync(string id, IReadOnlyDictionary<string, byte[]> files, long count = 1)
    {
        foreach ((string path, byte[] bytes) in files)
        {
            _folder.Put($"{Guard(id, count)}/{path}", bytes);
        }

        return await PublishAsync(id, _folder[Guard(id, count)], count);
    }

    public async Task BackAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, Address.Port));
        _app = builder.Build();
        _app.Use(FaultsAndCountsAsync);
        Names.Map(_app);
        new GatewayEndpoints(this, Store, new MonotonicClock(TimeProvider.System), NullLogger<GatewayEndpoints>.Instance).Map(_app);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    /// <summary>Comes back on the same port with another memory of names.</summary>
    public async Task RestoreAsync(TestNames names)
    {
        await AwayAsync();
        Names = names;
        await BackAsync();
    }

    public async Task AwayAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    public Task<GatewayAnswer> FindAsync(ResourceId id, string? path, CancellationToken ct) => throw new NotSupportedException();

    public Task<GatewayAnswer> FindAsync(Cid root, string? path, bool onlyCached, CancellationToken ct) => Task.FromResult(
        new GatewayAnswer { Outcome = Store.HasObject(root) ? LookupOutcome.Found : LookupOutcome.NotFound, File = root, Path = new PathReport() });

    public Task<Manifest?> FindManifestAsync(Cid root, bool onlyCached, CancellationToken ct) =>
        Task.FromResult(Store.TryGetManifest(root, out Manifest? manifest) ? manifest : null);

    public async ValueTask DisposeAsync()
    {
        await AwayAsync();
        Store.Dispose();
        _folder.Dispose();
    }

    private static string Guard(string id, long count) => $"source/{count}/{id.Replace('/', '_')}";

    private async Task<(Head Head, Manifest Manifest)> PublishAsync(string id, string path, long count)
    {
        Manifest manifest = await Store.ImportAsync(path, null, CancellationToken.None);
        Head head = Some.Head(id, count, manifest.Root, manifest.Size, manifest.IsFolder);
        Names.Put(head);
        return (head, manifest);
    }

    private async Task FaultsAndCountsAsync(HttpContext context, RequestDelegate next)
    {
        bool isContent = context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal);
        if (isContent)
        {
            Interlocked.Increment(ref _contentRequests);
        }

        if (Fault is { } fault && await fault(context))
        {
            return;
        }

        if (isContent)
        {
            // Before the answer leaves: whoever has it finds it counted.
            context.Response.OnStarting(() =>
            {
                Interlocked.Add(ref _contentBytes, context.Response.ContentLength ?? 0);
                return Task.CompletedTask;
            });
        }

        await next(context);
        AfterAnswer?.Invoke(context);
    }
}
