namespace Decent.Instance.Checking;

/// <summary>Findings as they come, told up to a bound and then only counted. One writer.</summary>
internal sealed class Findings
{
    /// <summary>Findings told of; a repository that is lost has one for each of its resources.</summary>
    public const int Told = 1000;

    private readonly Queue<Finding> _waiting = [];

    /// <summary>All that were found.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(FindingKind kind, string tenant, string sentence)
    {
        if (Count++ < Told)
            _waiting.Enqueue(new Finding(kind, tenant, sentence));
    }

    /// <summary>Those that were not taken before.</summary>
    public IReadOnlyList<Finding> Take()
    {
        Finding[] taken = [.. _waiting];
        _waiting.Clear();
        return taken;
    }
}
