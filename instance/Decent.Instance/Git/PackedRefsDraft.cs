using System.Text;

namespace Decent.Instance.Git;

/// <summary>
/// A new packed-refs under git's own lock: written whole to <c>packed-refs.lock</c>, which only one process can create, and renamed. The rename
/// is the one moment at which all branches move.
/// </summary>
internal sealed class PackedRefsDraft : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _repository;
    private readonly FileStream _file;
    private bool _isDone;

    private PackedRefsDraft(string repository, FileStream file) => (_repository, _file) = (repository, file);

    /// <summary>Takes the lock, waiting while another git process has it.</summary>
    /// <exception cref="GitException">It was not free within 10 s.</exception>
    public static async Task<PackedRefsDraft> LockAsync(string repository, TimeProvider time, CancellationToken ct)
    {
        var path = PackedRefs.PathIn(repository) + ".lock";
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new PackedRefsDraft(repository, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 << 10));
            }
            catch (IOException e) when (File.Exists(path))
            {
                if (time.GetElapsedTime(began) > Patience)
                    throw new GitException($"{path} stands since {Patience.TotalSeconds:0} s: another git process writes refs, or was killed. Look at it.", e);
            }
            await Task.Delay(Pause, time, ct);
        }
    }

    /// <summary>Writes what stands in packed-refs with these moves made, and syncs it.</summary>
    /// <param name="moves">In the order of their names' bytes, each branch once.</param>
    /// <exception cref="GitException">A branch is not where it must be, or another one's name is in its way; nothing moves.</exception>
    public void Write(IReadOnlyList<BranchMove> moves)
    {
        _file.Write(PackedRefs.Header);
        using var old = PackedRefs.Open(_repository);
        var lines = new RefLines(old);
        var next = 0;
        var replaced = false;
        var parents = Parents(moves);
        while (lines.TryRead(out var line))
        {
            if (!PackedRefs.TrySplit(line, out var commit, out var name))
            {
                // A peeled commit belongs to the ref before it, and goes with it.
                if (!replaced && line.Length > 0 && line[0] == '^')
                    Line(line);
                continue;
            }
            RefuseNeighbour(name, moves, parents);
            while (next < moves.Count && Compare(moves[next], name) < 0)
                Put(moves[next++], present: default);
            replaced = next < moves.Count && Compare(moves[next], name) == 0;
            if (replaced)
                Put(moves[next++], commit);
            else
                Line(line);
        }
        while (next < moves.Count)
            Put(moves[next++], present: default);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Makes all moves at once: the commit point. Durable once the repository's folder is synced.</summary>
    public void Commit()
    {
        _file.Dispose();
        File.Move(_file.Name, PackedRefs.PathIn(_repository), overwrite: true);
        _isDone = true;
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isDone)
            File.Delete(_file.Name);
    }

    private static int Compare(BranchMove move, ReadOnlySpan<byte> name)
    {
        var heads = PackedRefs.Heads;
        return name.StartsWith(heads) ? move.Branch.AsSpan().SequenceCompareTo(name[heads.Length..]) : heads.SequenceCompareTo(name);
    }

    /// <summary>Git keeps no branch a/b beside a branch a.</summary>
    private static void RefuseNeighbour(ReadOnlySpan<byte> name, IReadOnlyList<BranchMove> moves, IReadOnlyList<byte[]> parents)
    {
        if (!name.StartsWith(PackedRefs.Heads))
            return;
        var branch = name[PackedRefs.Heads.Length..];
        foreach (var parent in parents)
            if (branch.SequenceEqual(parent))
                throw new GitException($"The branch {Encoding.UTF8.GetString(branch)} is in the way of every branch below it.");
        for (var at = branch.LastIndexOf((byte)'/'); at > 0; at = branch[..at].LastIndexOf((byte)'/'))
            if (Has(moves, branch[..at]))
                throw new GitException($"The branch {Encoding.UTF8.GetString(branch)} is in the way of {Encoding.UTF8.GetString(branch[..at])}.");
    }

    /// <summary>The folders of the moved names: for resources only <c>r</c>.</summary>
    private static List<byte[]> Parents(IReadOnlyList<BranchMove> moves)
    {
        var parents = new List<byte[]>();
        foreach (var move in moves)
        {
            for (var at = move.Branch.AsSpan().LastIndexOf((byte)'/'); at > 0; at = move.Branch.AsSpan(0, at).LastIndexOf((byte)'/'))
            {
                var parent = move.Branch[..at];
                if (!parents.Exists(p => p.AsSpan().SequenceEqual(parent)))
                    parents.Add(parent);
            }
        }
        return parents;
    }

    private static bool Has(IReadOnlyList<BranchMove> moves, ReadOnlySpan<byte> branch)
    {
        for (int low = 0, high = moves.Count - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            var compared = moves[middle].Branch.AsSpan().SequenceCompareTo(branch);
            if (compared == 0)
                return true;
            (low, high) = compared < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return false;
    }

    private void Put(BranchMove move, ReadOnlySpan<byte> present)
    {
        var expected = move.Old is null ? "" : Convert.ToHexStringLower(move.Old);
        if (!present.SequenceEqual(Encoding.ASCII.GetBytes(expected)))
            throw new GitException(
                $"The branch {Encoding.UTF8.GetString(move.Branch)} is at '{Encoding.ASCII.GetString(present)}', not at '{expected}': somebody else moved it.");
        _file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(move.Commit)));
        _file.Write(" "u8);
        _file.Write(PackedRefs.Heads);
        Line(move.Branch);
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        _file.Write(line);
        _file.Write("\n"u8);
    }
}
