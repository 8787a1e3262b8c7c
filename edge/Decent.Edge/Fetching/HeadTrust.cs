using System.Security.Cryptography;
using System.Text;
using Decent.Content;
using Decent.Content.Disk;

namespace Decent.Edge.Fetching;

/// <summary>
/// The instance's keys that this edge believes: the one that its credentials pin, and those that follow by rotation, kept in a file so that they are
/// believed while the instance is away. Without a pinned key every head is believed: such an edge trusts its LAN and whoever answers for the instance.
/// </summary>
public sealed class HeadTrust
{
    private readonly Lock _lock = new();
    private readonly string _file;
    private HeadKeyChain? _chain;

    /// <summary>Begins with the pinned key, null for none, and what was learned of its successors; a file that says nothing of them is passed over.</summary>
    public HeadTrust(HeadKey? pinned, string file)
    {
        _file = file;
        _chain = pinned is null ? null : HeadKeyChain.Of(pinned);
        if (_chain is not null && File.Exists(file) && new FileInfo(file).Length <= HeadKeyList.JsonBytesMax
            && HeadKeyList.TryParseJson(File.ReadAllBytes(file), out IReadOnlyList<HeadKeyLink>? links))
        {
            _chain = _chain.With(links, out _);
        }
    }

    /// <summary>Passed when keys are kept.</summary>
    public WriteGate Gate { get; init; } = new();

    public bool IsPinned => _chain is not null;

    /// <summary>The keys for other edges; null without a pinned one.</summary>
    public IReadOnlyList<HeadKeyLink>? Links => Chain?.Links;

    /// <summary>16 bytes that are another instance's for another pinned key, all zeros without one.</summary>
    public byte[] Context => Chain is { } chain ? SHA256.HashData(chain.Links[0].Key.Spki)[..16] : new byte[16];

    private HeadKeyChain? Chain
    {
        get
        {
            lock (_lock)
            {
                return _chain;
            }
        }
    }

    public HeadVerdict Judge(Head head)
    {
        if (Chain is not { } chain)
        {
            return HeadVerdict.Believed;
        }

        if (head.Signature is not { } signature)
        {
            return HeadVerdict.Unsigned;
        }

        return !chain.TryFind(signature.KeyId, out HeadKey? key) ? HeadVerdict.UnknownKey
            : key.HasSigned(head) ? HeadVerdict.Believed
            : HeadVerdict.BadSignature;
    }

    /// <summary>Takes an instance's list of keys as anybody told it; what is new in it is on the disk when this returns.</summary>
    public HeadKeyNews Learn(ReadOnlySpan<byte> json)
    {
        if (!HeadKeyList.TryParseJson(json, out IReadOnlyList<HeadKeyLink>? links))
        {
            return HeadKeyNews.Foreign;
        }

        lock (_lock)
        {
            if (_chain is null)
            {
                return HeadKeyNews.Nothing;
            }

            HeadKeyChain longer = _chain.With(links, out HeadKeyNews news);
            if (news == HeadKeyNews.Learned)
            {
                DurableFile.Write(_file, Encoding.UTF8.GetBytes(HeadKeyList.ToJson(longer.Links)), Gate);
                _chain = longer;
            }

            return news;
        }
    }
}
