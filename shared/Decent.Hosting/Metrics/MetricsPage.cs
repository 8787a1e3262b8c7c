using System.Diagnostics.Metrics;

namespace Decent.Hosting.Metrics;

/// <summary>
/// Listens to the meters of one daemon and writes their values as Prometheus' text format. Meters of another daemon in the same process, which have
/// another factory, are not heard.
/// </summary>
public sealed class MetricsPage : IDisposable
{
    /// <summary>Content type of the text format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] HttpMeters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly string[] _meters;
    private readonly IMeterFactory _factory;
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<MetricFamily> _families = [];
    private readonly Counter<long> _unread;

    /// <summary>Hears all instruments from here on, those made before too.</summary>
    /// <param name="factory">Makes this daemon's meters.</param>
    /// <param name="hearsHttp">Whether each request is measured too: a histogram that is written for each costs what a small one costs.</param>
    public MetricsPage(IMeterFactory factory, bool hearsHttp = true)
    {
        _factory = factory;
        _meters = hearsHttp ? ["System.Runtime", .. HttpMeters] : ["System.Runtime"];
        _listener.InstrumentPublished = Take;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((MetricFamily)state!).Record((double)value, tags));
        _listener.Start();
        _unread = factory.Create("Decent.Metrics").CreateCounter<long>("decent.metrics.unread", "{page}", "Pages on which some values could not be read.");
    }

    /// <summary>All families in order of name, with the values of this moment.</summary>
    public string Write()
    {
        lock (_gate)
        {
            foreach (var family in _families)
                family.BeginObservation();
            Observe();
            var text = new StringWriter();
            foreach (var family in _families.OrderBy(f => f.Name, StringComparer.Ordinal))
                family.Write(text);
            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // All others were read: a database that cannot be asked right now must not hide the rest.
            _unread.Add(1);
        }
    }

    private void Take(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter;
        var isOurs = meter.Name.StartsWith("Decent.", StringComparison.Ordinal) || _meters.Contains(meter.Name);
        if (!isOurs || (meter.Scope is not null && !ReferenceEquals(meter.Scope, _factory)))
            return;
        var family = new MetricFamily(instrument);
        lock (_gate)
        {
            // Two instruments that come to one name would be one family twice, which the format forbids.
            if (_families.Exists(f => f.Name == family.Name))
                return;
            _families.Add(family);
        }
        listener.EnableMeasurementEvents(instrument, family);
    }
}
