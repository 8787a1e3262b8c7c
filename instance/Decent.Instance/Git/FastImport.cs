using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Decent.Instance.Git;

/// <summary>
/// The language of <c>git fast-import</c>: blobs and commits whose bytes follow them inline, so that nothing is held in memory. Git answers with the id
/// of each commit, in order.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The pipe below the buffer belongs to the process.")]
public sealed class FastImport
{
    // A commit needs a ref; this one is taken back before the stream ends, so that no branch moves by an import.
    private const string Staging = "refs/decent/staging";
    private readonly BufferedStream _output;
    private long _marks;
    private long _commit;

    internal FastImport(Stream stdin) => _output = new BufferedStream(stdin, 64 << 10);

    /// <summary>Adds content that commits after it name by the number returned.</summary>
    /// <param name="size">Exactly as many bytes as <paramref name="write"/> will write.</param>
    /// <param name="write">Writes the content.</param>
    public async Task<long> BlobAsync(long size, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await EndCommitAsync(ct);
        var mark = ++_marks;
        await TextAsync($"blob\nmark :{mark}\n", ct);
        await DataAsync(size, write, ct);
        return mark;
    }

    /// <summary>Adds content from memory.</summary>
    public Task<long> BlobAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => BlobAsync(bytes.Length, Write(bytes), ct);

    /// <summary>Begins a commit; its files follow.</summary>
    /// <param name="signature">Author and committer.</param>
    /// <param name="message">Commit message with its trailers.</param>
    /// <param name="parent">Commit before it, or null.</param>
    /// <param name="keepTree">Whether the parent's files stay where they are not written again.</param>
    public async Task CommitAsync(GitSignature signature, string message, string? parent, bool keepTree, CancellationToken ct)
    {
        await EndCommitAsync(ct);
        // Without it the commit before would be the parent of one that has none.
        if (_marks > 0 && parent is null)
            await TextAsync($"reset {Staging}\n\n", ct);
        _commit = ++_marks;
        var words = Encoding.UTF8.GetBytes(message);
        await TextAsync($"commit {Staging}\nmark :{_commit}\nauthor {signature}\ncommitter {signature}\ndata {words.Length}\n", ct);
        await _output.WriteAsync(words, ct);
        await TextAsync(parent is null ? "\n" : $"\nfrom {parent}\n{(keepTree ? "" : "deleteall\n")}", ct);
    }

    /// <summary>Adds a file whose content was added before.</summary>
    /// <param name="path">Path in the tree, UTF-8 with <c>/</c>.</param>
    /// <param name="blob">What <see cref="BlobAsync(long, Func{Stream, CancellationToken, Task}, CancellationToken)"/> returned.</param>
    public async Task FileAsync(string path, long blob, CancellationToken ct) => await TextAsync($"M 100644 :{blob} {Quote(path)}\n", ct);

    /// <summary>Adds a file from memory.</summary>
    /// <param name="path">Path in the tree, UTF-8 with <c>/</c>.</param>
    /// <param name="bytes">The content.</param>
    public async Task FileAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await TextAsync($"M 100644 inline {Quote(path)}\n", ct);
        await DataAsync(bytes.Length, Write(bytes), ct);
    }

    internal async Task EndAsync(CancellationToken ct)
    {
        await EndCommitAsync(ct);
        await TextAsync($"reset {Staging}\nfrom {GitRepository.NoCommit}\n\ndone\n", ct);
        await _output.FlushAsync(ct);
    }

    private static Func<Stream, CancellationToken, Task> Write(ReadOnlyMemory<byte> bytes) =>
        async (output, ct) => await output.WriteAsync(bytes, ct);

    private static string Quote(string path) => $"\"{path.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";

    private async ValueTask EndCommitAsync(CancellationToken ct)
    {
        if (_commit > 0)
            await TextAsync($"\nget-mark :{_commit}\n", ct);
        _commit = 0;
    }

    private async Task DataAsync(long size, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await TextAsync($"data {size}\n", ct);
        await write(_output, ct);
        await TextAsync("\n", ct);
    }

    private ValueTask TextAsync(string text, CancellationToken ct) => _output.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
}
