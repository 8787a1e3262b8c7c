using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Decent.Instance.Git;

/// <summary>The language of <c>git fast-import</c>: one commit whose files follow it inline, so that nothing is held in memory.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The pipe below the buffer belongs to the process.")]
public sealed class FastImport
{
    // A commit needs a ref; this one is taken back before the stream ends, so that only update-ref ever makes a version visible.
    private const string Staging = "refs/decent/staging";
    private readonly BufferedStream _output;

    internal FastImport(Stream stdin) => _output = new BufferedStream(stdin, 64 << 10);

    /// <summary>Begins the commit; its files follow.</summary>
    /// <param name="signature">Author and committer.</param>
    /// <param name="message">Commit message with its trailers.</param>
    /// <param name="parent">Commit before it, or null.</param>
    /// <param name="keepTree">Whether the parent's files stay where they are not written again.</param>
    public async Task CommitAsync(GitSignature signature, string message, string? parent, bool keepTree, CancellationToken ct)
    {
        var words = Encoding.UTF8.GetBytes(message);
        await TextAsync($"commit {Staging}\nmark :1\nauthor {signature}\ncommitter {signature}\ndata {words.Length}\n", ct);
        await _output.WriteAsync(words, ct);
        await TextAsync(parent is null ? "\n" : $"\nfrom {parent}\n", ct);
        if (!keepTree)
            await TextAsync("deleteall\n", ct);
    }

    /// <summary>Adds a file whose bytes <paramref name="write"/> streams.</summary>
    /// <param name="path">Path in the tree, UTF-8 with <c>/</c>.</param>
    /// <param name="size">Exactly as many bytes as <paramref name="write"/> will write.</param>
    /// <param name="write">Writes the content.</param>
    public async Task FileAsync(string path, long size, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await TextAsync($"M 100644 inline {Quote(path)}\ndata {size}\n", ct);
        await write(_output, ct);
        await TextAsync("\n", ct);
    }

    /// <summary>Adds a file from memory.</summary>
    public Task FileAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken ct) =>
        FileAsync(path, bytes.Length, async (output, inner) => await output.WriteAsync(bytes, inner), ct);

    internal async Task EndAsync(CancellationToken ct)
    {
        await TextAsync($"\nget-mark :1\nreset {Staging}\nfrom {GitRepository.NoCommit}\n\ndone\n", ct);
        await _output.FlushAsync(ct);
    }

    private static string Quote(string path) => $"\"{path.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";

    private ValueTask TextAsync(string text, CancellationToken ct) => _output.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
}
