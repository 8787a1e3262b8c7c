using System.Buffers;
using System.Text;
using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>The file <c>packed-refs</c>: a comment, then <c>commit name</c> in order of name, each followed by <c>^commit</c> when it names a tag.</summary>
internal static class PackedRefs
{
    /// <summary>First line, with its line break: what makes git search by halves.</summary>
    public static ReadOnlySpan<byte> Header => "# pack-refs with: peeled fully-peeled sorted \n"u8;

    /// <summary>What a branch's name begins with there.</summary>
    public static ReadOnlySpan<byte> Heads => "refs/heads/"u8;

    private const int CommitDigits = 40;

    /// <summary>Full path of the file of a repository.</summary>
    public static string PathIn(string repository) => Path.Combine(repository, "packed-refs");

    /// <summary>Opens the file; nothing when there is none yet.</summary>
    public static Stream Open(string repository) =>
        File.Exists(PathIn(repository))
            ? new FileStream(PathIn(repository), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
            : Stream.Null;

    /// <summary>Whether the file is in order and peeled, as git itself has written it for years; also when there is none.</summary>
    public static bool IsSorted(string repository)
    {
        using var file = Open(repository);
        return !new RefLines(file).TryRead(out var first)
            || (first.StartsWith("# pack-refs with:"u8) && first.IndexOf(" fully-peeled "u8) > 0 && first.IndexOf(" sorted"u8) > 0);
    }

    /// <summary>Takes a line apart; false for comments and peeled commits.</summary>
    /// <param name="line">The line without its line break.</param>
    /// <param name="commit">40 hexadecimal digits.</param>
    /// <param name="name">The whole name, <c>refs/heads/...</c>.</param>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> commit, out ReadOnlySpan<byte> name)
    {
        var isRef = line.Length > CommitDigits + 1 && line[0] is not ((byte)'#' or (byte)'^') && line[CommitDigits] == ' ';
        commit = isRef ? line[..CommitDigits] : default;
        name = isRef ? line[(CommitDigits + 1)..] : default;
        return isRef;
    }

    /// <summary>Reads 40 hexadecimal digits; false for anything else.</summary>
    public static bool TryReadCommit(ReadOnlySpan<byte> digits, out byte[] commit)
    {
        commit = new byte[CommitDigits / 2];
        return digits.Length == CommitDigits && Convert.FromHexString(digits, commit, out _, out var written) == OperationStatus.Done
            && written == commit.Length;
    }

    /// <summary>Branches below a prefix such as <c>r/</c>, in order.</summary>
    public static IEnumerable<BranchTip> Branches(string repository, string prefix)
    {
        using var file = Open(repository);
        var lines = new RefLines(file);
        var below = Encoding.UTF8.GetBytes(prefix);
        while (TryNext(lines, below, out var tip))
            yield return tip;
    }

    private static bool TryNext(RefLines lines, byte[] prefix, out BranchTip tip)
    {
        while (lines.TryRead(out var line))
        {
            if (!TrySplit(line, out var digits, out var name) || !name.StartsWith(Heads) || !name[Heads.Length..].StartsWith(prefix)
                || !TryReadCommit(digits, out var commit))
                continue;
            tip = new BranchTip(name[Heads.Length..].ToArray(), commit);
            return true;
        }
        tip = default;
        return false;
    }
}
