namespace Decent.Edge.Power;

/// <summary>Measures the battery of a UPS board.</summary>
public interface IBatteryGauge : IDisposable
{
    /// <summary>Which one, for a person.</summary>
    string Description { get; }

    /// <summary>Measures now; takes some milliseconds.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    BatteryReading Read();
}
