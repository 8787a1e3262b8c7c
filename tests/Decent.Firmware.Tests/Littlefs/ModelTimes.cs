namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Times told in microseconds, shown in milliseconds.</summary>
internal sealed class ModelTimes
{
    private readonly List<double> _us = [];

    public int Count => _us.Count;

    public double MeanMs => _us.Average() / 1000;

    public void Add(double us) => _us.Add(us);

    public double AtMs(double part)
    {
        List<double> sorted = [.. _us.Order()];
        return sorted[(int)(part * (sorted.Count - 1))] / 1000;
    }

    public override string ToString() => Count == 0 ? "none" : $"mean {MeanMs:0.0}, p50 {AtMs(0.5):0.0}, p99 {AtMs(0.99):0.0}";
}
