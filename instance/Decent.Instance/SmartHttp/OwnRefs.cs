using System.Diagnostics.CodeAnalysis;
using System.IO.Enumeration;
using System.Text;

namespace Decent.Instance.SmartHttp;

/// <summary>
/// Whether a repository's refs are branches of resources and nothing else, seen from its files in a few system calls. When it is so, the index
/// can answer for git; when it is not, or the files are in any way unusual, git answers itself.
/// </summary>
internal static class OwnRefs
{
    private const int PieceBytes = 4096;
    private const string BranchMark = "ref: ";

    /// <summary>Looks at HEAD, at the loose refs outside <c>refs/heads/r/</c>, and at the first and the last packed ref.</summary>
    /// <param name="repository">Folder of the bare repository.</param>
    /// <param name="head">The branch that HEAD names and that does not exist, <c>refs/...</c>.</param>
    /// <returns>False when git is to be asked.</returns>
    public static bool TryRead(string repository, [NotNullWhen(true)] out string? head)
    {
        head = null;
        try
        {
            var text = File.ReadAllText(Path.Combine(repository, "HEAD")).TrimEnd();
            if (!text.StartsWith(BranchMark + "refs/", StringComparison.Ordinal) || IsVersion(Encoding.UTF8.GetBytes(text[BranchMark.Length..])))
                return false;
            if (HasOtherLoose(Path.Combine(repository, "refs")) || HasOtherPacked(Path.Combine(repository, "packed-refs")))
                return false;
            head = text[BranchMark.Length..];
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Git takes folders and files away while we look; it knows itself what is left.
            return false;
        }
    }

    private static bool HasOtherLoose(string refs)
    {
        var heads = Path.Combine(refs, "heads");
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        return new FileSystemEnumerable<bool>(refs, (ref FileSystemEntry _) => true, everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !(entry.FileName is "r" && entry.Directory.SequenceEqual(heads)),
        }.Any();
    }

    /// <summary>Git writes the file in the order of names, so that what lies between two branches of resources is one too.</summary>
    private static bool HasOtherPacked(string file)
    {
        if (!File.Exists(file))
            return false;
        using var handle = File.OpenHandle(file, share: FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(handle);
        var buffer = new byte[PieceBytes];
        ReadOnlySpan<byte> first = buffer.AsSpan(0, RandomAccess.Read(handle, buffer, 0));
        if (!first.StartsWith("# pack-refs with:"u8) || first.IndexOf((byte)'\n') is var end && (end < 0 || first[..end].IndexOf(" sorted "u8) < 0))
            return true;
        if (end + 1 == length)
            return false;
        if (!IsVersionLine(first[(end + 1)..]))
            return true;
        ReadOnlySpan<byte> last = buffer.AsSpan(0, RandomAccess.Read(handle, buffer, Math.Max(0, length - PieceBytes)));
        return last is not [.., (byte)'\n'] || !IsVersionLine(last[(last[..^1].LastIndexOf((byte)'\n') + 1)..]);
    }

    private static bool IsVersionLine(ReadOnlySpan<byte> line) => line.IndexOf((byte)' ') is var space and > 0 && IsVersion(line[(space + 1)..]);

    private static bool IsVersion(ReadOnlySpan<byte> name) => name.StartsWith(RefPrefixes.Versions);
}
