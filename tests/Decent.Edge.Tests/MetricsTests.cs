using System.Net;

namespace Decent.Edge.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Prometheus_reads_what_the_edge_holds_answered_and_knows_of_mains()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        await instance.PublishAsync("home/film", Some.Noise(30_000, 1));
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), instance.Address);
        await edge.GetAsync("/r/home/film");
        await edge.GetAsync("/r/home/film");

        using HttpResponseMessage answer = await edge.AskAsync("/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        string[] lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');
        Assert.Contains("decent_requests_total 2", lines);
        Assert.Contains("decent_power_mains 1", lines);
        Assert.Contains("decent_power_losses_total 0", lines);
        Assert.Contains($"decent_cache_size_bytes {edge.Store.Usage.Bytes}", lines);
        Assert.True(edge.Store.Usage.Bytes >= 30_000);
        // A histogram of each request is what a small request costs: this page has none.
        Assert.DoesNotContain(lines, line => line.StartsWith("http_server", StringComparison.Ordinal));
    }
}
