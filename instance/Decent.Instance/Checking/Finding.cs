namespace Decent.Instance.Checking;

/// <summary>Something that does not agree.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Tenant">Whose it is; empty when it is nobody's.</param>
/// <param name="Sentence">What it is and what to do.</param>
public sealed record Finding(FindingKind Kind, string Tenant, string Sentence);
