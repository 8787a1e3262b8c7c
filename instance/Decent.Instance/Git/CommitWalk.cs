using System.Text;
using System.Threading.Channels;

namespace Decent.Instance.Git;

/// <summary>
/// Commits from tips back along first parents, a step of all of them at a time, in one conversation with <c>git cat-file --batch</c>: it costs what is
/// looked at, however many branches there are and however long they go on behind.
/// </summary>
/// <param name="tips">20 bytes each.</param>
/// <param name="found">See <see cref="GitRepository.WalkAsync"/>.</param>
/// <param name="bytesMax">Bytes of a commit at most.</param>
internal sealed class CommitWalk(IReadOnlyList<byte[]> tips, Func<int, byte[], byte[]?, bool> found, int bytesMax)
{
    private const int PieceNames = 256;

    private readonly Channel<List<(int Tip, byte[] Commit)>> _asked = Channel.CreateBounded<List<(int Tip, byte[] Commit)>>(1);

    /// <summary>Asks for one step after the other.</summary>
    public async Task AskAsync(Stream stdin, CancellationToken ct)
    {
        await foreach (var step in _asked.Reader.ReadAllAsync(ct))
        {
            foreach (var piece in step.Chunk(PieceNames))
                await stdin.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(piece.Select(s => Convert.ToHexStringLower(s.Commit) + "\n"))), ct);
            await stdin.FlushAsync(ct);
        }
    }

    /// <summary>Reads each step's answers, which name the next step.</summary>
    public async Task ReadAsync(Stream stdout, CancellationToken ct)
    {
        var reader = BatchReader.Open(stdout);
        try
        {
            for (List<(int Tip, byte[] Commit)> step = [.. tips.Select((commit, tip) => (tip, commit))]; step.Count > 0;)
            {
                await _asked.Writer.WriteAsync(step, ct);
                var next = new List<(int Tip, byte[] Commit)>();
                await BatchReader.AnswersAsync(reader, step.Count, bytesMax, (i, bytes) =>
                {
                    var (tip, commit) = step[i];
                    if (found(tip, commit, bytes) && TryParent(bytes, out var parent))
                        next.Add((tip, parent));
                }, ct);
                step = next;
            }
        }
        finally
        {
            _asked.Writer.TryComplete();
        }
        await reader.CompleteAsync();
        await stdout.CopyToAsync(Stream.Null, ct);
    }

    /// <summary>The first parent, which stands in the header, above the first empty line; false for a root.</summary>
    private static bool TryParent(ReadOnlySpan<byte> commit, out byte[] parent)
    {
        for (int end; (end = commit.IndexOf((byte)'\n')) > 0; commit = commit[(end + 1)..])
            if (commit[..end].StartsWith("parent "u8))
                return PackedRefs.TryReadCommit(commit["parent ".Length..end], out parent);
        parent = [];
        return false;
    }
}
