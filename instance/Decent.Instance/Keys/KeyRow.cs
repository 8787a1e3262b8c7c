using Decent.Content;

namespace Decent.Instance.Keys;

/// <summary>One key as the ledger has it.</summary>
/// <param name="Number">1 for the first; the highest signs.</param>
/// <param name="Link">What everybody may know.</param>
/// <param name="Private">PKCS #8; null once a later key has taken over.</param>
internal sealed record KeyRow(long Number, HeadKeyLink Link, byte[]? Private);
