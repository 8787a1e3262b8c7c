using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Decent.Content;

/// <summary>The name of a resource, "tenant/path": at most 200 bytes of UTF-8. Equality is that of the text, byte for byte.</summary>
public sealed record ResourceId
{
    /// <summary>UTF-8 bytes of the whole id.</summary>
    public const int BytesMax = 200;

    private static readonly SearchValues<char> TenantCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private ResourceId(string text, int slash)
    {
        Text = text;
        Tenant = text[..slash];
        Path = text[(slash + 1)..];
        Branch = BranchName.FromPath(Path);
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        Key = digest[..16].ToArray();
    }

    /// <summary>The whole id.</summary>
    public string Text { get; }

    /// <summary>1 to 32 of a-z, 0-9 and '-'.</summary>
    public string Tenant { get; }

    /// <summary>What follows the first slash: segments between slashes.</summary>
    public string Path { get; }

    /// <summary>First 16 bytes of sha2-256 over the UTF-8 text: the resource's key on the LAN. Not to be changed.</summary>
    public byte[] Key { get; }

    /// <summary>The branch of the tenant's _data repository, "r/" and one flat component, at most 240 bytes.</summary>
    public string Branch { get; }

    /// <summary>0 to 32,767: the first 15 bits of the key.</summary>
    public int Shard => (Key[0] << 7) | (Key[1] >> 1);

    /// <summary>0 to 255: the first byte of the key; each group has 128 shards.</summary>
    public int Group => Key[0];

    /// <summary>sha2-256 over the UTF-8 text, 32 bytes: the resource's place in the tree over all of them.</summary>
    public byte[] ToDigest() => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    /// <summary>False, with the rule broken as a sentence, for anything that is not an id.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ResourceId? id, out string rule)
    {
        id = null;
        rule = RuleBroken(text ?? "");
        if (rule.Length > 0)
        {
            return false;
        }

        ResourceId parsed = new(text!, text!.IndexOf('/', StringComparison.Ordinal));
        if (Encoding.UTF8.GetByteCount(parsed.Branch) > BranchName.BytesMax)
        {
            rule = "an id must not need more than 240 bytes as a branch name: choose a shorter path, or fewer characters that git escapes";
            return false;
        }

        id = parsed;
        return true;
    }

    /// <summary>False unless this branch is the one that <see cref="Branch"/> gives for some id of the tenant.</summary>
    public static bool TryFromBranch(string? tenant, string? branch, [NotNullWhen(true)] out ResourceId? id)
    {
        id = null;
        return tenant is not null && branch is { Length: <= BranchName.BytesMax } && BranchName.TryToPath(branch, out string path)
            && TryParse(tenant + "/" + path, out id, out _) && id.Tenant == tenant;
    }

    /// <summary>The <see cref="Branch"/> of a resource with this <see cref="Path"/>, for paths that come from ids.</summary>
    public static string BranchOf(string path) => BranchName.FromPath(path);

    /// <inheritdoc/>
    public bool Equals(ResourceId? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string RuleBroken(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return "an id is tenant/path: it needs a slash";
        }

        if (slash is 0 or > 32 || text.AsSpan(0, slash).ContainsAnyExcept(TenantCharacters))
        {
            return "a tenant is 1 to 32 characters of a-z, 0-9 and '-'";
        }

        if (text.Length > BytesMax || !EntryName.TryCountBytes(text, out int bytes) || bytes > BytesMax)
        {
            return "an id must be valid Unicode of at most 200 bytes in UTF-8";
        }

        foreach (Range part in text.AsSpan(slash + 1).Split('/'))
        {
            if (!EntryName.TryCheck(text.AsSpan(slash + 1)[part], out string rule))
            {
                return "in the path of an id, " + rule;
            }
        }

        return "";
    }
}
