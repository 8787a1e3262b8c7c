namespace Decent.Instance.Bootstrap;

/// <summary>What to change of a node's settings; null leaves a setting as it is.</summary>
public sealed record NodeSettingsChange
{
    /// <summary>See <see cref="NodeSettings.Blocks"/>.</summary>
    public uint? Blocks { get; init; }

    /// <summary>See <see cref="NodeSettings.Offered"/>.</summary>
    public uint? Offered { get; init; }

    /// <summary>The whole list; empty for none.</summary>
    public IReadOnlyList<string>? Hold { get; init; }
}
