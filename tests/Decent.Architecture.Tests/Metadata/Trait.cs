namespace Decent.Architecture.Tests.Metadata;

/// <summary>What a signature holds, however deeply nested.</summary>
[Flags]
internal enum Trait
{
    None = 0,
    Generic = 1,
    ArrayOfRank = 2,
    Pointer = 4,
    Decimal = 8,
    Volatile = 16,
    OwnParameter = 32,
}
