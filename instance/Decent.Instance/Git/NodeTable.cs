using System.Text;

namespace Decent.Instance.Git;

/// <summary>The text of <c>node-info.csv</c>: what everybody may know of a node. Names and hashes need no quoting.</summary>
public static class NodeTable
{
    /// <summary>First line, with its line break.</summary>
    public const string HeaderLine = "node,certification,added\n";

    /// <summary>The whole file, one node per line in name order.</summary>
    public static byte[] Write(IEnumerable<NodeRow> rows)
    {
        var text = new StringBuilder(HeaderLine);
        foreach (var row in rows.OrderBy(r => r.Name, StringComparer.Ordinal))
            text.Append(row.Name).Append(',').Append(row.Certification).Append(',').Append(row.Added.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
