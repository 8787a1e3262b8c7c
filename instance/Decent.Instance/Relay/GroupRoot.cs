using System.Security.Cryptography;
using Decent.Content;
using Decent.Instance.Index;
using Decent.Protocol;

namespace Decent.Instance.Relay;

/// <summary>The state of one group as the index has it.</summary>
/// <param name="Writes">Versions committed in the group so far: its sequence.</param>
/// <param name="Resources">Resources in the group.</param>
/// <param name="Root">sha256 over the sorted (key, commit) pairs, 32 bytes.</param>
public sealed record GroupRoot(long Writes, int Resources, byte[] Root)
{
    private const int PairBytes = Limits.KeyBytes + Limits.CommitBytes;

    /// <summary>Reads the index; linear in the group's resources.</summary>
    public static GroupRoot Of(VersionIndex index, int group)
    {
        var rows = index.OfGroup(group);
        var pairs = new List<byte[]>(rows.Count);
        foreach (var (id, commit, _) in rows)
            if (ResourceId.TryParse(id, out var resource, out var _))
                pairs.Add([.. resource.Key, .. commit]);
        pairs.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return new GroupRoot(rows.Sum(r => r.Count), pairs.Count, Hash(pairs));
    }

    private static byte[] Hash(List<byte[]> pairs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var pair in pairs)
            hash.AppendData(pair.AsSpan(0, PairBytes));
        return hash.GetHashAndReset();
    }
}
