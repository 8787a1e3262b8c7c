namespace Decent.Hosting.Cli;

/// <summary>A command cannot go on; the message is for the person and says what to do.</summary>
public sealed class CliException(string message, Exception? cause = null) : Exception(message, cause);
