namespace Decent.Edge.Power;

/// <summary>How an edge learns that mains is gone, and what it does then.</summary>
public sealed record PowerOptions
{
    /// <summary>Active when mains is gone; null: nothing tells this edge, and a cut is a cut.</summary>
    public LineOptions? Lost { get; init; }

    /// <summary>A line that is made active when this machine may be cut off, for boards that shake hands; null for none.</summary>
    public LineOptions? Finished { get; init; }

    /// <summary>What reads <see cref="Lost"/>.</summary>
    public LineDriver Driver { get; init; }

    /// <summary>What measures the battery; null: nothing does.</summary>
    public BatteryOptions? Battery { get; init; }

    /// <summary>Seconds from the loss of mains to powering off, 0 to 86,400; null: never, the power goes by itself. Default 30.</summary>
    public int? GraceSeconds { get; init; } = 30;

    /// <summary>Percent of the battery's charge at which the grace is over, 0 to 100; needs a gauge. Default 10.</summary>
    public int BatteryPercentMin { get; init; } = 10;

    /// <summary>Milliseconds from the change of the line to the sealed state, 10 to 10,000; more is told as an error. Default 250.</summary>
    public int BudgetMs { get; init; } = 250;

    /// <summary>Has the operating system power off, as a program and its arguments. Default: systemctl poweroff.</summary>
    public IReadOnlyList<string> PowerOffCommand { get; init; } = ["systemctl", "poweroff"];

    /// <summary>Has the operating system start again. Default: systemctl reboot.</summary>
    public IReadOnlyList<string> RebootCommand { get; init; } = ["systemctl", "reboot"];

    /// <summary>The rule that these break, as a sentence; null when they are good.</summary>
    public string? Rule()
    {
        if (GraceSeconds is < 0 or > 86_400)
        {
            return $"{GraceSeconds} s is no grace: 0 to 86400, or none for a board that is cut off by itself.";
        }

        if (BudgetMs is < 10 or > 10_000)
        {
            return $"{BudgetMs} ms is no budget for sealing: 10 to 10000.";
        }

        if (BatteryPercentMin is < 0 or > 100)
        {
            return $"{BatteryPercentMin} % is no charge of a battery: 0 to 100.";
        }

        if (PowerOffCommand.Count == 0 || RebootCommand.Count == 0)
        {
            return "Powering off and starting again need a program each.";
        }

        if (Lost is not null && Finished is not null && Lost.Line == Finished.Line && Lost.Chips.Intersect(Finished.Chips, StringComparer.Ordinal).Any())
        {
            return $"Line {Lost.Line} cannot tell of mains and answer too: the handshake needs a line of its own.";
        }

        return Lost?.Rule() ?? Finished?.Rule() ?? Battery?.Rule();
    }
}
