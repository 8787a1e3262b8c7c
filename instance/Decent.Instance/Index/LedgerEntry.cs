namespace Decent.Instance.Index;

/// <summary>One acknowledged version.</summary>
/// <param name="Id">The resource's id.</param>
/// <param name="Commit">The commit's id, 40 hexadecimal digits.</param>
/// <param name="Label">The version's label.</param>
/// <param name="Count">The resource's write count.</param>
/// <param name="Time">UTC time of the version.</param>
public sealed record LedgerEntry(string Id, string Commit, string Label, long Count, DateTimeOffset Time);
