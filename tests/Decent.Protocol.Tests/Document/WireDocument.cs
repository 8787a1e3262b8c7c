namespace Decent.Protocol.Tests.Document;

/// <summary>shared/PROTOCOL.md: its golden vectors and its tables.</summary>
internal sealed class WireDocument
{
    private const string Fence = "```golden ";

    private WireDocument(string[] lines)
    {
        List<string[]>? table = null;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                i = ReadVector(lines, i);
            }
            else if (line.StartsWith('#'))
            {
                Sections.Add(new Section(line.TrimStart('#').Trim()));
            }
            else if (line.StartsWith('|'))
            {
                table = ReadRow(line, table);
                continue;
            }

            table = null;
        }
    }

    public static WireDocument Read { get; } = new(File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "shared", "PROTOCOL.md")));

    public List<Vector> Vectors { get; } = [];

    public List<Section> Sections { get; } = [];

    public Vector Vector(string name) => Vectors.Single(vector => vector.ToString() == name);

    /// <summary>The rows, without the header, of the one table below <paramref name="heading"/>.</summary>
    public List<string[]> Rows(string heading) => Sections.Single(section => section.Heading == heading).Tables.Single()[1..];

    private int ReadVector(string[] lines, int at)
    {
        string[] name = lines[at][Fence.Length..].Split(' ', 2);
        Vector vector = new() { Kind = name[0], Variant = name.Length == 2 ? name[1] : "" };
        for (at++; lines[at] != "```"; at++)
        {
            string[] sides = lines[at].Split('=', 2);
            vector.Add(sides[0].Trim(), sides[1].Trim());
        }

        Vectors.Add(vector);
        return at;
    }

    private List<string[]> ReadRow(string line, List<string[]>? table)
    {
        if (table == null)
        {
            table = [];
            Sections[^1].Tables.Add(table);
        }

        string[] cells = line.Trim().Trim('|').Split('|');
        if (!cells.All(cell => cell.Trim().All(c => c == '-') && cell.Trim().Length > 0))
        {
            table.Add([.. cells.Select(cell => cell.Trim().Trim('`'))]);
        }

        return table;
    }
}
