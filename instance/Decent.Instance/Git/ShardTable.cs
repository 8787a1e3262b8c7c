using System.Text;
using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>The metadata of one shard as a file of <c>_info</c>: one head per line, in order of id.</summary>
public static class ShardTable
{
    /// <summary>Path in the tree: <c>shards/hh/hhhh.jsonl</c>, the group and the shard in hexadecimal.</summary>
    /// <param name="shard">0 to 32,767.</param>
    public static string Path(int shard) => $"shards/{shard >> 7:x2}/{shard:x4}.jsonl";

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(IEnumerable<ResourceVersion> versions) =>
        Encoding.UTF8.GetBytes(string.Concat(versions.Select(v => v.Head.ToJson() + "\n")));
}
