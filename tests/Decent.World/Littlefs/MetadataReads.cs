namespace Decent.World.Littlefs;

/// <summary>What it costs to read metadata: a log of tags that is read forwards to be checked and backwards to be searched, a unit at a time.</summary>
internal sealed class MetadataReads(NorFlash chip)
{
    /// <summary>Both revisions, then every commit of the newer sector and the unit behind it.</summary>
    public void Fetch(MetadataPair pair)
    {
        Units(2);
        for (int at = 0; at < pair.Offset; at += Geometry.CacheBytes) chip.Look(Math.Min(Geometry.CacheBytes, pair.Offset - at));
        if (pair.Offset < Geometry.BlockBytes) Units(1);
    }

    /// <summary>From the end of the log back to the last tag of this kind.</summary>
    public void Get(MetadataPair pair, MetadataEntry entry, TagKind kind)
    {
        int found = pair.Log.FindLastIndex(tag => tag.Entry == entry && tag.Kind == kind);
        int at = found < 0 ? 0 : pair.Log[found].Offset;
        Units((pair.Offset - 1) / Geometry.UnitBytes - at / Geometry.UnitBytes + 1);
    }

    /// <summary>
    /// A compaction writes each tag that no later one replaces, and finds that out by reading on from each; twice where there is more than one
    /// entry, because the size is computed first.
    /// </summary>
    public void Compact(MetadataPair pair, int entries)
    {
        int units = 0;
        List<MetadataTag> log = pair.Log;
        for (int i = 0; i < log.Count; i++)
        {
            if (log[i].Kind > TagKind.Time) continue;
            int j = i + 1;
            while (j < log.Count && !log[i].IsReplacedBy(log[j])) j++;
            int until = j < log.Count ? log[j].Offset : pair.Offset - 1;
            int far = until / Geometry.UnitBytes - log[i].Offset / Geometry.UnitBytes;
            units += far > 0 ? far + 1 : 0;
        }

        Units(entries > 1 ? 2 * units : units);
    }

    public void Units(int count)
    {
        for (int i = 0; i < count; i++) chip.Look(Geometry.UnitBytes);
    }
}
