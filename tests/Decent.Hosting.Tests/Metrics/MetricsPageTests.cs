using System.Diagnostics.Metrics;
using Decent.Hosting.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Decent.Hosting.Tests.Metrics;

public sealed class MetricsPageTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetricsPage().BuildServiceProvider();
    private readonly MetricsPage _page;
    private readonly Meter _meter;

    public MetricsPageTests()
    {
        _page = _services.GetRequiredService<MetricsPage>();
        _meter = _services.GetRequiredService<IMeterFactory>().Create("Decent.Test");
    }

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("decent.cache.served", "By", "decent_cache_served_bytes_total")]
    [InlineData("decent.publications", "{version}", "decent_publications_total")]
    [InlineData("decent.work.seconds", "s", "decent_work_seconds_total")]
    [InlineData("decent.node.energy", "J", "decent_node_energy_joules_total")]
    [InlineData("decent.hits", "1", "decent_hits_total")]
    public void A_counter_is_named_with_its_base_unit_and_total(string name, string unit, string expected)
    {
        _meter.CreateCounter<long>(name, unit).Add(3);
        var page = PrometheusText.Read(_page.Write());
        Assert.Equal(3, page.Values[expected]);
        Assert.Equal("counter", page.Types[expected]);
    }

    [Fact]
    public void A_gauge_holds_the_last_value_and_a_difference_is_summed()
    {
        var gauge = _meter.CreateGauge<int>("decent.level", "1");
        gauge.Record(7);
        gauge.Record(5);
        var open = _meter.CreateUpDownCounter<int>("decent.open", "{request}");
        open.Add(3);
        open.Add(-1);
        var page = PrometheusText.Read(_page.Write());
        Assert.Equal(5, page.Values["decent_level_ratio"]);
        Assert.Equal(2, page.Values["decent_open"]);
    }

    [Fact]
    public void A_histogram_has_the_bounds_that_its_maker_advised_and_counts_each_value_once()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] };
        var histogram = _meter.CreateHistogram("decent.took", "s", "Time.", tags: null, advice);
        foreach (var value in (double[])[0.5, 1, 1.5, 9])
            histogram.Record(value, new KeyValuePair<string, object?>("stage", "peers"));
        var page = PrometheusText.Read(_page.Write());
        Assert.Equal(2, page.Values["decent_took_seconds_bucket{stage=\"peers\",le=\"1\"}"]);
        Assert.Equal(3, page.Values["decent_took_seconds_bucket{stage=\"peers\",le=\"2\"}"]);
        Assert.Equal(4, page.Values["decent_took_seconds_bucket{stage=\"peers\",le=\"+Inf\"}"]);
        Assert.Equal(12, page.Values["decent_took_seconds_sum{stage=\"peers\"}"]);
    }

    [Fact]
    public void Labels_are_sorted_and_escaped_and_unknown_ones_are_left_out()
    {
        _meter.CreateCounter<long>("decent.requests").Add(
            1, new("verdict", "a\"b\\c\nd"), new("kind", "npm"), new("cid", "bafy"), new("url.path", "/x"), new("server.address", "10.0.0.1"));
        var page = PrometheusText.Read(_page.Write());
        Assert.Equal(1, page.Values["""decent_requests_total{kind="npm",verdict="a\"b\\c\nd"}"""]);
        Assert.DoesNotContain(page.Labels, l => l is "cid" or "url_path" or "server_address");
    }

    [Fact]
    public void A_family_has_a_thousand_series_and_sums_the_rest_in_one()
    {
        var counter = _meter.CreateCounter<long>("decent.many");
        for (var i = 0; i < 1200; i++)
            counter.Add(1, new KeyValuePair<string, object?>("reason", $"r{i}"));
        var page = PrometheusText.Read(_page.Write());
        Assert.Equal(1001, page.Values.Keys.Count(k => k.StartsWith("decent_many_total")));
        Assert.Equal(200, page.Values["""decent_many_total{overflow="true"}"""]);
    }

    [Fact]
    public void What_is_observed_is_read_anew_each_time_and_forgotten_when_it_is_gone()
    {
        var states = new Dictionary<string, int> { ["alive"] = 2, ["dead"] = 1 };
        _meter.CreateObservableGauge("decent.nodes", () => states.Select(s => new Measurement<int>(s.Value, new KeyValuePair<string,
            object?>("state", s.Key))));
        Assert.Equal(1, PrometheusText.Read(_page.Write()).Values["""decent_nodes{state="dead"}"""]);
        states.Remove("dead");
        states["alive"] = 3;
        var page = PrometheusText.Read(_page.Write());
        Assert.Equal(3, page.Values["""decent_nodes{state="alive"}"""]);
        Assert.DoesNotContain("""decent_nodes{state="dead"}""", page.Values.Keys);
    }

    [Fact]
    public void A_value_that_cannot_be_read_hides_no_other()
    {
        _meter.CreateObservableGauge("decent.broken", int () => throw new InvalidOperationException());
        _meter.CreateObservableGauge("decent.whole", () => 4);
        Assert.Equal(4, PrometheusText.Read(_page.Write()).Values["decent_whole"]);
        Assert.Equal(2, PrometheusText.Read(_page.Write()).Values["decent_metrics_unread_total"]);
    }

    [Fact]
    public void Meters_of_another_daemon_in_this_process_are_not_heard()
    {
        using var other = new ServiceCollection().AddMetricsPage().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create("Decent.Test").CreateCounter<long>("decent.foreign").Add(1);
        Assert.DoesNotContain("decent_foreign_total", _page.Write());
    }

    [Fact]
    public void The_runtime_is_told_of_with_falling_values_as_gauges()
    {
        var page = PrometheusText.Read(_page.Write());
        Assert.True(page.Values["dotnet_process_memory_working_set_bytes"] > 1 << 20);
        Assert.Equal("gauge", page.Types["dotnet_thread_pool_thread_count"]);
    }
}
