namespace Decent.Edge.Power;

/// <summary>A GPIO line, as its board's documentation describes it.</summary>
public sealed record LineOptions
{
    /// <summary>
    /// Labels of the chip, any of them: numbers of chips change from kernel to kernel. Default: the header of every Raspberry Pi up to the 5.
    /// </summary>
    public IReadOnlyList<string> Chips { get; init; } = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

    /// <summary>Number of the line on its chip, on a Raspberry Pi the GPIO's; 0 to 1,023.</summary>
    public required int Line { get; init; }

    /// <summary>Whether a low line is the active one: what the line says when it is active stands where it is used.</summary>
    public bool IsActiveLow { get; init; }

    /// <summary>What holds the line when nothing drives it.</summary>
    public LineBias Bias { get; init; }

    /// <summary>Shorter pulses are none, in milliseconds, 0 to 10,000; filtered by the kernel, or by what reads the line in its place. Default 20.</summary>
    public int DebounceMs { get; init; } = 20;

    /// <summary>The rule that this breaks, as a sentence; null when it is good.</summary>
    public string? Rule()
    {
        if (Line is < 0 or > 1023)
        {
            return $"{Line} is no line of a GPIO chip: 0 to 1023; on a Raspberry Pi the number of the GPIO, not of the pin.";
        }

        if (DebounceMs is < 0 or > 10_000)
        {
            return $"{DebounceMs} ms is no debounce: 0 to 10000.";
        }

        return Chips.Count == 0 ? "A line needs the label of its chip: gpiodetect prints those that there are." : null;
    }
}
