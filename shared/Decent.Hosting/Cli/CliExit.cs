namespace Decent.Hosting.Cli;

/// <summary>Exit codes of the command line.</summary>
public static class CliExit
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Not done; standard error says why and what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;
}
