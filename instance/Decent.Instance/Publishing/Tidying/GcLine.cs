namespace Decent.Instance.Publishing.Tidying;

/// <summary>
/// One line of the answer to a call to tidy: what is begun and done for each tenant, then one with <see cref="ElapsedMs"/> or <see cref="Problem"/>.
/// </summary>
public sealed record GcLine
{
    /// <summary>Tenant whose turn it is.</summary>
    public string? Begins { get; init; }

    /// <summary>A tenant that is done.</summary>
    public TidyReport? Done { get; init; }

    /// <summary>Time of all.</summary>
    public long? ElapsedMs { get; init; }

    /// <summary>What went wrong, as a sentence; tenants before it are done.</summary>
    public string? Problem { get; init; }
}
