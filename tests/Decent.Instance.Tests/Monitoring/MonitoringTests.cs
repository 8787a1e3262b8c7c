using System.Net;
using System.Text.Json;
using Decent.Hosting.Tests.Metrics;
using Decent.Instance.Broker;
using Microsoft.Extensions.DependencyInjection;

namespace Decent.Instance.Tests.Monitoring;

public sealed class MonitoringTests
{
    [Fact]
    public async Task The_page_tells_of_resources_nodes_frames_and_requests()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await daemon.PublishAsync("home/site", Some.Bytes(5000));
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        await TestNode.EnrolAsync(daemon, "hall-board");
        await node.HearsAsync(node.CommandsTopic);
        await node.BirthAsync();
        await node.LogAsync(new Decent.Protocol.Frames.RunRecord { Type = 1, Run = 1, Sequence = 1 });
        await node.AckAsync();
        await daemon.Http.GetAsync("/api/v1/resource/home/site", Some.Ct);
        var response = await daemon.Http.GetAsync("/metrics", Some.Ct);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var page = PrometheusText.Read(await response.Content.ReadAsStringAsync(Some.Ct));
        Assert.Equal(1, page.Values["decent_resources"]);
        Assert.Equal(5000, page.Values["decent_resources_size_bytes"]);
        Assert.Equal(1, page.Values["decent_publications_total"]);
        Assert.Equal(1, page.Values["""decent_nodes{state="alive"}"""]);
        Assert.Equal(1, page.Values["""decent_nodes{state="never"}"""]);
        Assert.Equal(2, page.Values["""decent_node_frames_total{verdict="taken"}"""]);
        Assert.Equal(1, page.Values["decent_broker_connected"]);
        Assert.Contains(page.Values, v => v.Key.StartsWith("http_server_request_duration_seconds_count{") && v.Value >= 1);
        Assert.All(page.Labels, l => Assert.DoesNotContain(l, (string[])["cid", "url_scheme", "server_address", "server_port", "node", "client_address"]));
    }

    [Fact]
    public async Task An_instance_without_its_broker_is_ready_and_says_so()
    {
        await using var daemon = await TestDaemon.StartAsync(new BrokerOptions { External = "mqtt://127.0.0.1:9" });
        var ready = await daemon.Http.GetAsync("/readyz", Some.Ct);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var body = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(Some.Ct));
        Assert.Equal(("degraded", "ok", "away"), (body.RootElement.GetProperty("status").GetString(), body.RootElement.GetProperty("index").GetString(),
            body.RootElement.GetProperty("broker").GetString()));
    }

    [Fact]
    public async Task An_instance_that_cannot_read_its_names_or_stops_is_not_ready()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await daemon.Http.GetAsync("/readyz", Some.Ct)).StatusCode);
        daemon.Get<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();
        var readiness = daemon.Get<Decent.Instance.Monitoring.Readiness>();
        Assert.Equal(503, ((IStatusCodeHttpResult)readiness.Answer()).StatusCode);
    }
}
