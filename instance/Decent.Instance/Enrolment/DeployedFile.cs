namespace Decent.Instance.Enrolment;

/// <summary>One file on its way to a board.</summary>
public sealed record DeployedFile
{
    /// <summary>Path on the board, drive included.</summary>
    public required string DestinationFilePath { get; init; }

    /// <summary>Full path on this machine.</summary>
    public required string SourceFilePath { get; init; }
}
