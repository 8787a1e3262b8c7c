using Decent.Content;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Index;

/// <summary>Versions put into an index where blocks are of no interest.</summary>
internal static class IndexWithoutBlocks
{
    public static void Put(this VersionIndex index, IEnumerable<ResourceVersion> versions, IEnumerable<ResourceId> gone) =>
        index.Put(versions.Select(v => new IndexEntry(v, VersionBlocks.None)), gone);
}
