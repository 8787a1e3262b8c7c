namespace Decent.Edge.Power;

/// <summary>What a gauge measured.</summary>
/// <param name="Volts">Of the battery.</param>
/// <param name="Amperes">Into the battery; negative while it is drained.</param>
/// <param name="Percent">Estimated charge, 0 to 100.</param>
public sealed record BatteryReading(double Volts, double Amperes, int Percent);
