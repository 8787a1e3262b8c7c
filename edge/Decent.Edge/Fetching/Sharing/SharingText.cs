namespace Decent.Edge.Fetching.Sharing;

/// <summary>The JSON of a <see cref="SharingState"/>; foreign until it is checked.</summary>
internal sealed class SharingText
{
    public string? Node { get; init; }

    public string? At { get; init; }

    public bool Feeds { get; init; }

    public string? Have { get; init; }

    public int[]? Busy { get; init; }
}
