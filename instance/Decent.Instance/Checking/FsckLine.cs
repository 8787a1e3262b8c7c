namespace Decent.Instance.Checking;

/// <summary>One line of the answer to a check: any number with <see cref="Progress"/> or <see cref="Finding"/>, then one with the rest.</summary>
public sealed record FsckLine
{
    /// <summary>What is being looked at.</summary>
    public FsckProgress? Progress { get; init; }

    /// <summary>Something that does not agree.</summary>
    public Finding? Finding { get; init; }

    /// <summary>What was looked at in all.</summary>
    public FsckResult? Result { get; init; }

    /// <summary>Time from the request to the end.</summary>
    public long? ElapsedMs { get; init; }

    /// <summary>Why the check could not be made, as a sentence.</summary>
    public string? Problem { get; init; }
}
