using Decent.Protocol.Frames;

namespace Decent.Instance.Nodes;

/// <summary>What a node's gauge measured last, by its own word.</summary>
/// <param name="Percent">Charge, 0 to 100.</param>
/// <param name="Millivolt">Of the battery.</param>
/// <param name="Milliampere">Into the battery; negative while it is drained.</param>
public sealed record NodeBattery(int Percent, int Millivolt, int Milliampere)
{
    /// <summary>What a frame says; null when nothing measures a battery there.</summary>
    internal static NodeBattery? Of(Counters frame) =>
        frame.BatteryPercent > 100 ? null : new NodeBattery(frame.BatteryPercent, frame.BatteryMillivolt, frame.BatteryMilliampere);
}
