using System.Buffers.Text;
using System.Security.Cryptography;
using Decent.Content;
using Decent.Hosting.Identity;
using Decent.Instance.Index;

namespace Decent.Instance.Keys;

/// <summary>
/// The keys that this instance signs with: made at the first start, kept in <c>ledger.db</c>. A rotation is two steps, each whole on the disk: the new
/// key with the old one's signature, then the end of the old private part, which a start finishes when a cut came between.
/// </summary>
public sealed class InstanceKeys : IDisposable
{
    private readonly Lock _gate = new();
    private readonly KeyTable _table;
    private readonly TimeProvider _time;
    private readonly ILogger<InstanceKeys> _log;
    private IReadOnlyList<HeadKeyLink> _links;
    private ECDsa _private;
    private long _number;

    /// <summary>Reads the keys, and makes the first one in a new ledger.</summary>
    /// <exception cref="InvalidOperationException">The ledger's keys are damaged; the message says what to do.</exception>
    public InstanceKeys(Ledger ledger, TimeProvider time, ILogger<InstanceKeys> log)
    {
        (_table, _time, _log) = (new KeyTable(ledger), time, log);
        var rows = _table.Read();
        if (rows.Count == 0)
        {
            (var first, _private) = Make(before: null);
            _table.Add(first);
            rows = [first];
            log.Made(first.Link.Key.Id);
        }
        else
        {
            _private = Import(rows[^1]);
        }
        (_links, _number) = ([.. rows.Select(r => r.Link)], rows[^1].Number);
        if (rows.SkipLast(1).Any(r => r.Private is not null))
            _table.ForgetOlder();
    }

    /// <summary>All public keys, oldest first.</summary>
    public IReadOnlyList<HeadKeyLink> Links
    {
        get
        {
            lock (_gate)
                return _links;
        }
    }

    /// <summary>The key that signs now.</summary>
    public HeadKey Current => Links[^1].Key;

    /// <summary>The head with a signature of the current key; some 25 us. Its time has whole milliseconds.</summary>
    public Head Sign(Head head)
    {
        lock (_gate)
            return head with { Signature = new HeadSignature(_links[^1].Key.Id, Sign(head.ToSignedBytes())) };
    }

    /// <summary>The current key with its signature over credentials that are sealed for a node that waits for them.</summary>
    /// <param name="seal">Seals for the instance's key, which is bound in.</param>
    public EnrolmentAnswer SignEnrolment(Func<HeadKey, byte[]> seal)
    {
        lock (_gate)
        {
            var key = _links[^1].Key;
            var bytes = seal(key);
            return new EnrolmentAnswer
            {
                InstanceKey = key.Text, Sealed = Base64Url.EncodeToString(bytes), Signature = Base64Url.EncodeToString(Sign(EnrolmentSeal.Signed(bytes))),
            };
        }
    }

    /// <summary>Makes a new key that the current one appoints, and ends the current one's private part; on the disk when this returns.</summary>
    public HeadKeyLink Rotate()
    {
        lock (_gate)
        {
            var (next, key) = Make(_links[^1].Key);
            _table.Add(next);
            _private.Dispose();
            (_private, _number, _links) = (key, next.Number, [.. _links, next.Link]);
            _table.ForgetOlder();
            _log.Rotated(next.Link.Key.Id);
            return next.Link;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _private.Dispose();

    /// <summary>The first step of <see cref="Rotate"/> without its second: what a power cut leaves.</summary>
    internal void RotateHalf() => _table.Add(Make(Current).Row);

    private (KeyRow Row, ECDsa Key) Make(HeadKey? before)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!HeadKey.TryRead(key.ExportSubjectPublicKeyInfo(), out var made))
            throw new InvalidOperationException("The cryptography library made a key that is no P-256 key.");
        var since = DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        var signature = before is null ? null : Sign(HeadKeyLink.Message(before, made, since));
        return (new KeyRow(_number + 1, new HeadKeyLink(made, since, signature), key.ExportPkcs8PrivateKey()), key);
    }

    private byte[] Sign(byte[] message) =>
        _private.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private static ECDsa Import(KeyRow row)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(row.Private, out _);
            return key;
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw new InvalidOperationException("ledger.db has no private part of the instance's key. Restore the file from a backup.", e);
        }
    }
}
