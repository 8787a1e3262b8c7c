namespace Decent.Instance.Git;

/// <summary>Git is missing, was too slow, or refused what should have worked: a broken environment, never a caller's input.</summary>
public sealed class GitException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What git ended with by itself, 0 to 255; null when it did not start or was ended.</summary>
    public int? ExitCode { get; init; }
}
