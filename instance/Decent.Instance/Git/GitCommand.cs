namespace Decent.Instance.Git;

/// <summary>One run of git: what it is told, what it is fed and who reads its answer.</summary>
public sealed record GitCommand
{
    /// <summary>Arguments after <c>git</c>, each passed as it is: no shell is involved.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Time from start to exit, after which the process is killed.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>What <c>GIT_PROTOCOL</c> says to the commands that serve clients; null for nothing.</summary>
    public string? Protocol { get; init; }

    /// <summary>Writes standard input, which is closed afterwards; null closes it at once.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>Reads standard output to its end; null discards it.</summary>
    public Func<Stream, CancellationToken, Task>? Output { get; init; }
}
