using Decent.Content;
using Decent.Content.Import;

namespace Decent.Instance.Publishing.Batches;

/// <summary>Which files become which resources, and whether their contents can be had; nothing is written.</summary>
internal static class BatchListing
{
    /// <summary>Lists the files below a folder with their ids.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="prefix">What ids begin with, without a slash at its end.</param>
    /// <param name="most">Files at most.</param>
    /// <param name="rules">Receives every rule that is broken.</param>
    public static List<BatchItem> Read(string folder, string prefix, int most, BrokenRules rules, CancellationToken ct)
    {
        var items = new List<BatchItem>();
        if (!Directory.Exists(folder))
            rules.Add($"There is no folder {folder}.");
        else if (!ResourceId.TryParse($"{prefix}/x", out _, out var broken))
            rules.Add($"'{prefix}' cannot begin the ids of resources: {broken}");
        else
            Add(items, LooseFile.Below(folder, rules.Add, ct), prefix, most, rules);
        if (items.Count == 0 && !rules.Any)
            rules.Add($"There is no file below {folder}.");
        return items;
    }

    /// <summary>Reads and hashes every file.</summary>
    public static void Hash(List<BatchItem> items, BrokenRules rules, BatchCount count, CancellationToken ct)
    {
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct };
        Parallel.For(0, items.Count, cores, i =>
        {
            try
            {
                items[i].Root = items[i].File.Hash(ct);
            }
            catch (ContentRefusedException e)
            {
                rules.Add(i, e.Rule);
            }
            count.Add(items[i]);
        });
    }

    private static void Add(List<BatchItem> items, IReadOnlyList<LooseFile> files, string prefix, int most, BrokenRules rules)
    {
        if (files.Count > most)
        {
            rules.Add($"{files.Count} files are more than the {most} that one call may publish: publish its folders one by one.");
            return;
        }
        foreach (var file in files)
        {
            if (ResourceId.TryParse($"{prefix}/{file.Path}", out var id, out var broken))
                items.Add(new BatchItem(id, file));
            else
                rules.Add($"{broken} (\"{file.FullPath}\")");
        }
    }
}
