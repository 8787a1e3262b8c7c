namespace Decent.Hosting.Cli;

/// <summary>A command cannot go on; the message is for the person and says what to do.</summary>
public sealed class CliException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What the process exits with, one of <see cref="CliExit"/>. Default <see cref="CliExit.Failed"/>.</summary>
    public int Exit { get; init; } = CliExit.Failed;
}
