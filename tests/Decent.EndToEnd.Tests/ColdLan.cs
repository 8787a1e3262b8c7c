using System.Net;
using System.Security.Cryptography;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

/// <summary>An instance with a film, and three edges behind an uplink of 32 MB/s whose code is warm and whose caches are cold.</summary>
public sealed class ColdLan : IAsyncLifetime
{
    public const int FilmBytes = 64 << 20;
    private const int BytesPerSecond = 32_000_000;

    private readonly Scratch _scratch = new();
    private Lan _lan = null!;

    public IReadOnlyList<EdgeNode> Edges => _lan.Edges;

    public byte[] FilmDigest { get; private set; } = [];

    internal Uplink Uplink { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        _lan = await Lan.StartAsync(_scratch["n"], edges: 3, boards: 0, blocksPerBoard: 0, ct);
        Uplink = new Uplink(_lan.Instance.Address, BytesPerSecond);
        string film = Some.File(_scratch["film.bin"], FilmBytes, 11);
        FilmDigest = SHA256.HashData(await File.ReadAllBytesAsync(film, ct));
        await _lan.Instance.PublishAsync(film, "home/film.bin", ct);
        await _lan.Instance.PublishAsync(Some.File(_scratch["warm.bin"], 3 << 20, 12), "home/warm.bin", ct);
        await Task.WhenAll(Edges.Select(edge => edge.StopAsync()));
    }

    /// <summary>Every edge runs and has no content; its code is compiled by a fetch of another file.</summary>
    public async Task ClearAsync(CancellationToken ct) => await Task.WhenAll(Edges.Select(async edge =>
    {
        if (edge.Daemon.HasExited)
        {
            await edge.StartAsync(_lan.Credentials(edge.Name), Uplink.Address, ct);
            using HttpClient http = new() { BaseAddress = edge.Http };
            await Until.TrueAsync("its code is warm", async () =>
            {
                using HttpResponseMessage warm = await http.GetAsync("r/home/warm.bin", ct);
                return warm.StatusCode == HttpStatusCode.OK;
            }, ct);
        }

        await edge.ClearAsync(ct);
    }));

    public double CopiesSince(long passed) => (double)(Uplink.Passed - passed) / FilmBytes;

    public async ValueTask DisposeAsync()
    {
        await Uplink.DisposeAsync();
        await _lan.DisposeAsync();
        _scratch.Dispose();
    }
}
