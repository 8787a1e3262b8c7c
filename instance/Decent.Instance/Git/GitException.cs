namespace Decent.Instance.Git;

/// <summary>Git is missing, was too slow, or refused what should have worked: a broken environment, never a caller's input.</summary>
public sealed class GitException(string message, Exception? cause = null) : Exception(message, cause);
