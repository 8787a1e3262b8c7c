using System.Runtime.CompilerServices;

namespace Decent.Content;

/// <summary>The 32 bytes of one sha2-256, in place.</summary>
[InlineArray(32)]
internal struct DigestBytes
{
    private byte _first;
}
