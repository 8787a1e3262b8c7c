namespace Decent.Edge.Power;

/// <summary>The line that says whether mains is there. One reader.</summary>
public interface IPowerLine : IDisposable
{
    /// <summary>Which line, for a person.</summary>
    string Description { get; }

    /// <summary>Reads the level: whether mains is gone.</summary>
    /// <exception cref="IOException">The line cannot be read.</exception>
    bool IsLost();

    /// <summary>Waits for the next change; false when there was none in time.</summary>
    /// <param name="isLost">What the change was to.</param>
    /// <exception cref="IOException">The line cannot be read any more.</exception>
    bool TryWait(TimeSpan atMost, out bool isLost);
}
