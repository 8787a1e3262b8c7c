namespace Decent.Demo.Story;

/// <summary>Something that the demo publishes and later compares byte by byte.</summary>
public sealed record Publication(string Id, string Source)
{
    /// <summary>The given file or folder; without one, the repository's own documents and one folder of its sources.</summary>
    public static IReadOnlyList<Publication> Choose(string? given, string root)
    {
        if (given is not null)
        {
            string full = Path.GetFullPath(given);
            return [new Publication($"demo/{Path.GetFileName(Path.TrimEndingDirectorySeparator(full))}", full)];
        }

        IEnumerable<string> documents = Directory.EnumerateFiles(root, "*.md", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split('/').Any(part => part is "bin" or "obj" || part.StartsWith('.')))
            .Order(StringComparer.Ordinal);
        return
        [
            .. documents.Select(file => new Publication($"docs/{Path.GetRelativePath(root, file)}", file)),
            new Publication("docs/lookup-sources", Path.Combine(root, "shared", "Decent.Peer", "Lookup")),
        ];
    }

    /// <summary>The first difference between what was published and what came back, or null.</summary>
    public string? Difference(string copy)
    {
        if (File.Exists(Source))
        {
            return Same(Source, copy) ? null : Source;
        }

        foreach (string file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
        {
            if (!Same(file, Path.Combine(copy, Path.GetRelativePath(Source, file))))
            {
                return file;
            }
        }

        return null;
    }

    private static bool Same(string a, string b) => File.Exists(b) && File.ReadAllBytes(a).AsSpan().SequenceEqual(File.ReadAllBytes(b));
}
