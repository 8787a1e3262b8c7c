namespace Decent.Edge.Power;

/// <summary>What holds an input that nothing drives.</summary>
public enum LineBias
{
    /// <summary>Whatever is set.</summary>
    AsIs,

    /// <summary>A resistor in the chip, to high.</summary>
    PullUp,

    /// <summary>A resistor in the chip, to low.</summary>
    PullDown,

    /// <summary>Nothing: the board has a resistor of its own.</summary>
    Disabled,
}
