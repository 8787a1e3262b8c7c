using System.Globalization;

namespace Decent.Bench.Measuring;

/// <summary>What one run found, printed as it comes and once more as a table.</summary>
public sealed class Report(TextWriter output)
{
    private readonly List<(Figure Figure, double Load)> _figures = [];

    /// <summary>A line for the person who watches.</summary>
    public void Say(string line) => output.WriteLine(line);

    /// <summary>Adds a line of the table, with the load average of this moment.</summary>
    public void Add(Figure figure)
    {
        _figures.Add((figure, Host.Load));
        Say($"  {figure.What}: {string.Join(", ", ((string[])[figure.Value, figure.Against, figure.Ratio, figure.Memory]).Where(part => part.Length > 0))}");
    }

    /// <summary>Everything so far as a Markdown table.</summary>
    public void Table()
    {
        Say("");
        Say("| part | what | measured | compared with | ratio | memory | load |");
        Say("| --- | --- | --- | --- | --- | --- | --- |");
        foreach ((Figure figure, double load) in _figures)
        {
            Say(string.Create(CultureInfo.InvariantCulture,
                $"| {figure.Part} | {figure.What} | {figure.Value} | {figure.Against} | {figure.Ratio} | {figure.Memory} | {load:0.00} |"));
        }
    }
}
