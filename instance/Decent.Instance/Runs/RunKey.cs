namespace Decent.Instance.Runs;

/// <summary>Something that was granted to a node.</summary>
/// <param name="Id">Rises with each grant.</param>
/// <param name="Run">The run that it was granted to.</param>
/// <param name="Kind">A kind of Decent.Protocol's RunGrant.</param>
/// <param name="Key">32 bytes.</param>
/// <param name="Confirmed">The node has shown that it holds it.</param>
/// <param name="Revoked">A termination hash whose run went on.</param>
internal sealed record RunKey(long Id, uint Run, byte Kind, byte[] Key, bool Confirmed, bool Revoked);
