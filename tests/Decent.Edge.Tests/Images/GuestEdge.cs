using System.Net;

namespace Decent.Edge.Tests.Images;

/// <summary>The edge of a guest, as a client of the host sees it by a forwarded port.</summary>
internal static class GuestEdge
{
    // Each takes the edge a second, which it waits for peers and instance.
    private const int TriesMax = 300;

    /// <summary>It serves a resource byte for byte; asked again while nothing was heard in time, which a cold start on a slow machine brings with it.</summary>
    public static async Task AssertServesAsync(int port, string id, byte[] published)
    {
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Guest.Patience };
        for (int left = TriesMax; ; left--)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"/r/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.StatusCode != HttpStatusCode.GatewayTimeout || left == 0)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.True((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(published));
                return;
            }
        }
    }
}
