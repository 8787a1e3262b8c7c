using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Decent.Instance.Git;

/// <summary>Reads the answers of <c>git cat-file --batch</c>: a line <c>id type size</c>, the bytes, a line break.</summary>
internal static class BatchReader
{
    private const int LineBytesMax = 16 << 10;

    public static async Task ReadAsync(Stream output, int count, int bytesMax, Action<int, byte[]?> found, CancellationToken ct)
    {
        var reader = Open(output);
        await AnswersAsync(reader, count, bytesMax, found, ct);
        await reader.CompleteAsync();
        await output.CopyToAsync(Stream.Null, ct);
    }

    /// <summary>What <see cref="AnswersAsync"/> reads from.</summary>
    public static PipeReader Open(Stream output) => PipeReader.Create(output, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Reads the next answers and no further, while git waits for more questions.</summary>
    public static async Task AnswersAsync(PipeReader reader, int count, int bytesMax, Action<int, byte[]?> found, CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            var line = await ReadLineAsync(reader, ct);
            if (line.EndsWith(" missing", StringComparison.Ordinal))
            {
                found(i, null);
                continue;
            }
            if (!int.TryParse(line.AsSpan(line.LastIndexOf(' ') + 1), out var size) || size < 0 || size > bytesMax)
                throw new GitException($"git cat-file answered '{line[..Math.Min(line.Length, 200)]}'.");
            found(i, await ReadBytesAsync(reader, size, ct));
        }
    }

    private static async Task<string> ReadLineAsync(PipeReader reader, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end));
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }
            if (read.IsCompleted || read.Buffer.Length > LineBytesMax)
                throw new GitException("git cat-file ended before it had answered.");
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(PipeReader reader, int size, CancellationToken ct)
    {
        var read = await reader.ReadAtLeastAsync(size + 1, ct);
        if (read.Buffer.Length < size + 1)
            throw new GitException("git cat-file ended in the middle of an object.");
        var bytes = read.Buffer.Slice(0, size).ToArray();
        reader.AdvanceTo(read.Buffer.GetPosition(size + 1));
        return bytes;
    }
}
