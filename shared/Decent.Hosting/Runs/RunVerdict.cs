using Decent.Protocol.Frames;

namespace Decent.Hosting.Runs;

/// <summary>What the instance made of a run's end.</summary>
public static class RunVerdict
{
    /// <summary>One of <see cref="RunGrant"/>'s verdicts as people read it.</summary>
    public static string Word(byte verdict) => verdict switch
    {
        RunGrant.VerdictGraceful => "graceful",
        RunGrant.VerdictAnnounced => "announced",
        RunGrant.VerdictUngraceful => "ungraceful",
        RunGrant.VerdictMismatch => "mismatch",
        _ => "none",
    };
}
