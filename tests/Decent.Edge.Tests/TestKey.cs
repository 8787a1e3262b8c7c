using System.Security.Cryptography;
using Decent.Content;

namespace Decent.Edge.Tests;

/// <summary>A key pair as an instance has one.</summary>
internal sealed class TestKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestKey() => Public = HeadKey.TryRead(_key.ExportSubjectPublicKeyInfo(), out HeadKey? read) ? read : throw new InvalidOperationException();

    public HeadKey Public { get; }

    public Head Sign(Head head) => head with { Signature = new HeadSignature(Public.Id, Sign(head.ToSignedBytes())) };

    /// <summary>A successor of this key.</summary>
    public HeadKeyLink Appoint(TestKey next)
    {
        DateTimeOffset since = DateTimeOffset.UnixEpoch.AddDays(20_000);
        return new(next.Public, since, Sign(HeadKeyLink.Message(Public, next.Public, since)));
    }

    public void Dispose() => _key.Dispose();

    private byte[] Sign(byte[] message) => _key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
