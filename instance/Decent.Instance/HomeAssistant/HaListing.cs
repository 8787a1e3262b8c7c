namespace Decent.Instance.HomeAssistant;

/// <summary>One node as Home Assistant has it.</summary>
public sealed record HaListing
{
    /// <summary>Node name.</summary>
    public required string Name { get; init; }

    /// <summary>Id of its device there.</summary>
    public required string Device { get; init; }

    /// <summary>Whether it is shown; false once a person has deleted or hidden it.</summary>
    public required bool Shown { get; init; }
}
