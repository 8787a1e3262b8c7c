namespace Decent.Instance.Checking;

/// <summary>How much to look at.</summary>
public sealed record FsckRequest
{
    /// <summary>Whether every object and every small block is read.</summary>
    public bool Full { get; init; }
}
