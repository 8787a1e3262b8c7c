using System.Globalization;
using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power.Cuts;

/// <summary>What an edge that starts on what a cut left of a <see cref="StoreScript"/> lacks of all that had been acknowledged.</summary>
internal static class StoreVerdict
{
    /// <summary>A sentence for each fault; starting changes the folder.</summary>
    /// <param name="folder">What the cut left.</param>
    /// <param name="told">All acknowledgements with their places in whatever was recorded.</param>
    /// <param name="cut">The place of the cut.</param>
    public static List<string> Faults(string folder, List<(int Line, string[] Words)> told, int cut)
    {
        List<string> faults = [];
        try
        {
            List<string[]> before = [.. told.TakeWhile(line => line.Line <= cut).Select(line => line.Words)];
            // What was under way may be there or not.
            string[] next = told.Skip(before.Count).Select(line => line.Words).FirstOrDefault([""]);
            using StopLedger ledger = StopLedger.Open(folder);
            faults.AddRange(FaultsOf(ledger.Finding, before, next));
            ledger.Begin();
            using ContentStore store = StoreScript.Open(folder, new WriteGate(), compares: !ledger.Finding.IsClean);
            faults.AddRange(FaultsOf(store, before, next));
        }
        catch (Exception error)
        {
            faults.Add($"the edge does not start: {error}");
        }

        return faults;
    }

    /// <summary>Sealed last, it ended in order; written since, it did not, unless the next seal was under way.</summary>
    private static IEnumerable<string> FaultsOf(StopFinding finding, List<string[]> told, string[] next)
    {
        string last = told.Select(words => words[0]).LastOrDefault(word => word is "sealed" or "unsealing" or "unsealed" or "begun", "");
        if (last == "sealed" && next[0] == "unsealing" && !finding.IsClean)
        {
            yield return $"a seal that was acknowledged is not there: {finding.Reason}";
        }

        if (last is "unsealed" or "begun" && next[0] != "sealed" && finding.IsClean)
        {
            yield return "a run that was cut is called one that ended in order";
        }
    }

    private static IEnumerable<string> FaultsOf(ContentStore store, List<string[]> told, string[] next)
    {
        foreach (IGrouping<string, string[]> heads in told.Where(words => words[0] == "head").GroupBy(words => words[1]))
        {
            long count = long.Parse(heads.Last()[2], CultureInfo.InvariantCulture);
            if (!store.TryGetHead(Some.Id($"t/r{heads.Key}"), out Head? head) || head.Count < count)
            {
                yield return $"head {heads.Key} was acknowledged with {count} and is {(head is null ? "gone" : head.Count)}";
            }
            else if (head != Some.Head(head.Id.Text, head.Count))
            {
                yield return $"head {heads.Key} is none that was ever put";
            }
        }

        foreach (string[] file in told.Where(words => words[0] == "file"))
        {
            byte[]? bytes = Read(store, Cid.TryParse(file[2], out Cid cid) ? cid : throw new FormatException(file[2]));
            if (bytes is null || !bytes.AsSpan().SequenceEqual(StoreScript.Bytes(int.Parse(file[1], CultureInfo.InvariantCulture))))
            {
                yield return $"file {file[1]} was acknowledged and is {(bytes is null ? "gone" : "another one")}";
            }
        }

        foreach (IGrouping<string, string[]> pins in told.Where(words => words[0] == "pin").GroupBy(words => words[1]))
        {
            bool isPinned = store.Pins.Any(id => id.Text == $"t/r{pins.Key}"), isUnderWay = next[0] == "pin" && next[1] == pins.Key;
            if (!isUnderWay && isPinned != (pins.Last()[2] == "1"))
            {
                yield return $"pin {pins.Key} was acknowledged as {pins.Last()[2]} and is not so";
            }
        }
    }

    private static byte[]? Read(ContentStore store, Cid cid)
    {
        using ContentReader? reader = store.OpenObject(cid);
        byte[] all = new byte[reader?.Length ?? 0];
        for (int leaf = 0, at = 0; leaf < (reader?.LeafCount ?? 0); leaf++)
        {
            int length = reader!.ReadLeaf(leaf, all.AsSpan(at));
            if (length < 0)
            {
                return null;
            }

            at += length;
        }

        return reader is null ? null : all;
    }
}
