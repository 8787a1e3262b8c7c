using System.Security.Cryptography;

namespace Decent.Protocol.Tests.Document;

/// <summary>One golden block of the document.</summary>
public sealed class Vector
{
    public required string Kind { get; init; }

    public required string Variant { get; init; }

    /// <summary>What belongs to the message or the rule.</summary>
    public FieldSet Fields { get; } = new();

    /// <summary>Lines whose name begins with "with-", without it.</summary>
    public FieldSet Context { get; } = new();

    /// <summary>The lines "bytes" or "bytes-sha256".</summary>
    public FieldSet Expected { get; } = new();

    public void Add(string name, string text)
    {
        FieldSet into = name.StartsWith("with-", StringComparison.Ordinal) ? Context
            : name is "bytes" or "bytes-sha256" ? Expected
            : Fields;
        into.Add(into == Context ? name[5..] : name, text);
    }

    /// <summary>Fails unless <paramref name="actual"/> is what the document gives.</summary>
    public void AssertBytes(ReadOnlySpan<byte> actual)
    {
        bool isLong = Expected.Has("bytes-sha256");
        string expected = Expected.Values[isLong ? "bytes-sha256" : "bytes"];
        Assert.Equal(expected, Convert.ToHexStringLower(isLong ? SHA256.HashData(actual) : actual));
    }

    public override string ToString() => Variant.Length == 0 ? Kind : $"{Kind} {Variant}";
}
