using System.Security.Cryptography;
using Decent.Content.Shards;

namespace Decent.Content.Tests.Shards;

/// <summary>The tree by its definition, without a sorted array or a cut: what the product's must be equal to.</summary>
internal static class Definition
{
    public static ShardNode Of(IReadOnlyCollection<ShardEntry> entries, int bit) => new(entries.Count, Hash(entries, bit));

    private static byte[] Hash(IReadOnlyCollection<ShardEntry> entries, int bit)
    {
        if (entries.Count < 2)
        {
            return entries.Count == 0 ? new byte[32] : SHA256.HashData([0, .. entries.Single().ToBytes()]);
        }

        ILookup<bool, ShardEntry> halves = entries.ToLookup(entry => (entry.Id.ToDigest()[bit / 8] >> (7 - (bit % 8)) & 1) == 1);
        return SHA256.HashData([1, .. Hash([.. halves[false]], bit + 1), .. Hash([.. halves[true]], bit + 1)]);
    }
}
