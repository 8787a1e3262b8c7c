using Decent.Content;
using Decent.Edge.Answering;
using Decent.Hosting;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Peer.Answering;
using Decent.Peer.Ports;
using Decent.Protocol.Datagrams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests;

/// <summary>A node of the LAN that claims to have everything of a store and gives what a test lets it give.</summary>
internal sealed class TestPeer : IBlockSource, IResourceSource, IAsyncDisposable
{
    private readonly ContentStore _store;
    private readonly Func<byte[], byte[]> _alter;
    private WebApplication _app = null!;
    private PeerLoop _loop = null!;
    private int _requests;

    private TestPeer(ContentStore store, Func<byte[], byte[]> alter) => (_store, _alter) = (store, alter);

    /// <summary>HTTP requests for content that came here.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Blocks given over UDP.</summary>
    public ulong BlocksServed => _loop.Responder.Counts.BlocksServed;

    /// <summary><paramref name="alter"/> changes each small block; <paramref name="serve"/> answers HTTP with the bytes that were asked for.</summary>
    public static async Task<TestPeer> StartAsync(TestLan lan, ContentStore store, Func<byte[], byte[]> alter, Func<HttpContext, byte[], Task> serve)
    {
        TestPeer peer = new(store, alter);
        string address = TestLan.NextAddress();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Parse(address), 0));
        peer._app = builder.Build();
        peer._app.MapGet("/ipfs/{cid}", (HttpContext context, string cid) => peer.ServeAsync(context, cid, serve));
        await peer._app.StartAsync();
        ResponderOptions answering = new()
        {
            Node = 7, AvascMilli = 750_000, BytesPerSecond = 10_000_000, WantsInAll = 600, WantsPerSource = 100, JitterMsMax = 0,
            HttpPort = (ushort)new Uri(peer._app.Urls.First()).Port,
        };
        peer._loop = new PeerLoop(new PeerLoopOptions { Answering = answering }, new UdpPort(lan.Options(address), NullLogger.Instance), peer, peer,
            new MonotonicClock(TimeProvider.System), NullLogger<PeerLoop>.Instance);
        peer._loop.Start();
        return peer;
    }

    public bool Holds(byte[] tags, int offset) => new HeldBlocks(_store).Holds(tags, offset);

    public int Read(byte[] tag, int offset, byte[] into)
    {
        int length = new HeldBlocks(_store).Read(tag, offset, into);
        byte[] altered = _alter(into[..Math.Max(length, 0)]);
        altered.CopyTo(into, 0);
        return length < 0 ? length : altered.Length;
    }

    public byte Find(byte[] key, byte[] commit) => Have.FlagWhole;

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context, string text, Func<HttpContext, byte[], Task> serve)
    {
        Interlocked.Increment(ref _requests);
        Assert.True(Cid.TryParse(text, out Cid cid));
        using ContentReader? reader = _store.OpenObject(cid);
        var range = context.Request.GetTypedHeaders().Range!.Ranges.First();
        byte[] leaf = new byte[reader!.ChunkSize];
        int length = reader.ReadLeaf((int)(range.From!.Value / reader.ChunkSize), leaf);
        context.Response.StatusCode = StatusCodes.Status206PartialContent;
        context.Response.ContentLength = length;
        await serve(context, leaf[..length]);
    }
}
