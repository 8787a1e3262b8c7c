using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Decent.Content;

/// <summary>The keys of an instance as JSON, oldest first: <c>GET /api/v1/keys</c>.</summary>
public static class HeadKeyList
{
    /// <summary>Bytes of JSON that are looked at; more is refused. Room for some 800 rotations.</summary>
    public const int JsonBytesMax = 256 * 1024;

    /// <summary>Members current and keys; each key has id, publicKey, since and, but for the first, signature.</summary>
    public static string ToJson(IReadOnlyList<HeadKeyLink> links) => JsonSerializer.Serialize(
        new HeadKeysJson { Current = links[^1].Key.Id, Keys = [.. links.Select(Write)] }, HeadKeysJsonContext.Default.HeadKeysJson);

    /// <summary>False for JSON that is no such list. Signatures are not checked here: <see cref="HeadKeyChain.With"/> does, from a key that it
    /// believes.</summary>
    public static bool TryParseJson(ReadOnlySpan<byte> json, [NotNullWhen(true)] out IReadOnlyList<HeadKeyLink>? links)
    {
        links = null;
        try
        {
            return json.Length <= JsonBytesMax && JsonSerializer.Deserialize(json, HeadKeysJsonContext.Default.HeadKeysJson) is { Keys.Count: > 0 } read
                && TryRead(read.Keys, out links);
        }
        catch (JsonException)
        {
            return false; // Foreign bytes that are not JSON: the serializer has no other way to say so.
        }
    }

    private static HeadKeyJson Write(HeadKeyLink link) => new()
    {
        Id = link.Key.Id,
        PublicKey = link.Key.Text,
        Since = link.Since.UtcDateTime.ToString(Head.TimeFormat, CultureInfo.InvariantCulture),
        Signature = link.Signature is null ? null : Base64UrlText.Of(link.Signature),
    };

    private static bool TryRead(IReadOnlyList<HeadKeyJson?> keys, [NotNullWhen(true)] out IReadOnlyList<HeadKeyLink>? links)
    {
        List<HeadKeyLink> read = new(keys.Count);
        links = read;
        foreach (HeadKeyJson? key in keys)
        {
            byte[]? signature = key?.Signature is null ? null : new byte[HeadSignature.BytesLength];
            if (!HeadKey.TryParse(key?.PublicKey, out HeadKey? parsed) || parsed.Id != key!.Id || !Head.TryParseTime(key.Since, out DateTimeOffset since)
                || (signature is not null && !Base64UrlText.TryRead(key.Signature, signature)))
            {
                return false;
            }

            read.Add(new HeadKeyLink(parsed, since, signature));
        }

        return true;
    }
}
