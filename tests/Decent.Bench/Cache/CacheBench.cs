using System.Diagnostics;
using System.Globalization;
using Decent.World.Caching;

namespace Decent.Bench.Cache;

/// <summary>Every policy over the same requests, beside what the research measured with its own.</summary>
public sealed class CacheBench(TextWriter output)
{
    private const ulong Seed = 20_261_121;

    /// <summary>Prints a Markdown table; a second or two for each million requests of each row.</summary>
    public void Run(int requests)
    {
        long began = Stopwatch.GetTimestamp();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{requests:N0} requests, {RequestTrace.Objects:N0} objects, the first fifth not counted, seed {Seed}."));
        output.WriteLine("Hit ratio in percent / flash writes for each hit; in brackets the research's.");
        output.WriteLine();
        output.WriteLine(PolicyTable.Head);
        foreach (PolicyRow row in PolicyTable.Run(requests, Seed)) output.WriteLine(row);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }
}
