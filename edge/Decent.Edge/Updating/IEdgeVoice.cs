namespace Decent.Edge.Updating;

/// <summary>Asks the running edge how it is.</summary>
public interface IEdgeVoice
{
    /// <summary>Whether a board that tells of mains is configured, running or not.</summary>
    bool HasPowerBoard { get; }

    /// <summary>Its answer; null when none comes in time.</summary>
    Task<EdgeWord?> AskAsync(CancellationToken ct);
}
