namespace Decent.Edge.Power;

/// <summary>Where an edge stands between mains and darkness, for its owner.</summary>
public sealed record PowerReport
{
    public required PowerState State { get; init; }

    /// <summary>The line that tells of mains; null for none.</summary>
    public string? Line { get; init; }

    /// <summary>Losses of mains since the start.</summary>
    public required int Losses { get; init; }

    /// <summary>Milliseconds of the last seal, and of the longest for a loss of mains; 0 for none.</summary>
    public required double LastSealMs { get; init; }

    public required double WorstSealMs { get; init; }

    /// <summary>Milliseconds that a seal may take.</summary>
    public required int BudgetMs { get; init; }

    /// <summary>Writes that were refused while mains was gone.</summary>
    public required long Refused { get; init; }

    /// <summary>What the battery's gauge measured last; null without one.</summary>
    public BatteryReading? Battery { get; init; }
}
