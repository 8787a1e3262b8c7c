using System.Globalization;

namespace Decent.World.Caching;

/// <summary>One trace and size of cache, with a result for each policy of <see cref="PolicyTable.Policies"/>, ours beside the research's.</summary>
public sealed record PolicyRow(RequestTrace Trace, int Slots, IReadOnlyList<PolicyResult> Ours, IReadOnlyList<PolicyResult> Research)
{
    /// <summary>A row of a Markdown table: hit ratio in percent / writes for each hit, in brackets the research's.</summary>
    public override string ToString()
    {
        IEnumerable<string> cells = Ours.Zip(Research, (ours, research) => $"{ours} ({research})");
        return string.Create(CultureInfo.InvariantCulture, $"| {Trace.Name} | {Slots:N0} | {string.Join(" | ", cells)} |");
    }
}
