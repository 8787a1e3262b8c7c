using System.Text;

namespace Decent.Content.Dag;

/// <summary>
/// Builds the directory nodes of a folder from its files in path order, holding only the directories that are still open.
/// Names and order are checked here, so that whatever has a root also keeps the rules.
/// </summary>
internal sealed class FolderDag(Action<DagNode>? visit) : IDisposable
{
    /// <summary>Bytes of one directory node: larger ones need the sharded directories of other tools.</summary>
    public const int NodeBytesMax = 256 * 1024;

    /// <summary>Directories in one folder, so that a foreign manifest cannot ask for unbounded work.</summary>
    public const int DirectoriesMax = 262_144;

    /// <summary>UTF-8 bytes of one path.</summary>
    public const int PathBytesMax = 4096;

    private readonly DagPbNode _node = new();
    private readonly List<OpenDirectory> _open = [new OpenDirectory("", [])];
    private string _last = "";
    private int _directories = 1;

    /// <summary>False, with the rule, when the path breaks one or does not follow the path before it.</summary>
    public bool TryAdd(string path, in DagLink file, out string rule)
    {
        string[] segments = path.Split('/');
        foreach (string segment in segments)
        {
            if (!EntryName.TryCheck(segment, out rule))
            {
                rule = $"{rule} (in \"{path}\")";
                return false;
            }
        }

        if (Encoding.UTF8.GetByteCount(path) > PathBytesMax)
        {
            rule = "a path in a folder must not be longer than 4096 bytes";
            return false;
        }

        if (_last.Length > 0 && PathOrder.Compare(_last, path) >= 0)
        {
            rule = "the paths of a folder must be sorted, each once";
            return false;
        }

        _last = path;
        return TryEnter(segments, out rule) && TryLink(segments[^1], file, out rule);
    }

    /// <summary>Closes every directory; false, with the rule, when one of them breaks it.</summary>
    public bool TryEnd(out DagLink root, out string rule)
    {
        root = default;
        while (_open.Count > 1)
        {
            if (!TryLeave(out rule))
            {
                return false;
            }
        }

        if (_open[0].Links.Count == 0)
        {
            rule = "a folder must not be empty: git does not keep empty folders";
            return false;
        }

        return TryEncode(_open[0], out root, out rule);
    }

    public void Dispose() => _node.Dispose();

    private bool TryEnter(string[] segments, out string rule)
    {
        int shared = 1;
        while (shared < _open.Count && shared < segments.Length && _open[shared].Name == segments[shared - 1])
        {
            shared++;
        }

        while (_open.Count > shared)
        {
            if (!TryLeave(out rule))
            {
                return false;
            }
        }

        for (int depth = _open.Count; depth < segments.Length; depth++)
        {
            _open.Add(new OpenDirectory(segments[depth - 1], []));
            _directories++;
        }

        rule = _directories > DirectoriesMax ? "a folder must not hold more than 262144 directories" : "";
        return rule.Length == 0;
    }

    private bool TryLeave(out string rule)
    {
        OpenDirectory done = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        return TryEncode(done, out DagLink link, out rule) && TryLink(done.Name, link, out rule);
    }

    private bool TryLink(string name, in DagLink link, out string rule)
    {
        OpenDirectory directory = _open[^1];
        bool twice = directory.Links.Count > 0 && directory.Links[^1].Name == name;
        rule = twice ? $"a name must not be both a file and a folder (\"{name}\")" : "";
        directory.Links.Add((name, link));
        return !twice;
    }

    private bool TryEncode(OpenDirectory directory, out DagLink link, out string rule)
    {
        link = default;
        Span<byte> utf8 = stackalloc byte[EntryName.BytesMax];
        _node.Begin();
        foreach ((string name, DagLink child) in directory.Links)
        {
            _node.AppendLink(utf8[..Encoding.UTF8.GetBytes(name, utf8)], child);
            if (_node.Length > NodeBytesMax)
            {
                break;
            }
        }

        DagLink ended = _node.EndDirectory();
        if (_node.Length > NodeBytesMax)
        {
            rule = $"a folder must not have so many entries that its directory node exceeds 256 KiB (\"{directory.Name}\"): split it";
            return false;
        }

        rule = "";
        link = ended;
        visit?.Invoke(new DagNode(link.Cid, _node.Bytes.ToArray()));
        return true;
    }

    private sealed record OpenDirectory(string Name, List<(string Name, DagLink Link)> Links);
}
