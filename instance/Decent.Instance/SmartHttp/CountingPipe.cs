using System.Buffers;
using System.IO.Pipelines;

namespace Decent.Instance.SmartHttp;

/// <summary>Counts what goes to a client, and ends the work when the client is gone.</summary>
internal sealed class CountingPipe(PipeWriter output) : IBufferWriter<byte>
{
    public long Bytes { get; private set; }

    public void Advance(int count)
    {
        output.Advance(count);
        Bytes += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    /// <summary>Returns once there is room for more.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/>, or nobody reads any more.</exception>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        if ((await output.FlushAsync(ct)).IsCompleted)
            throw new OperationCanceledException("The client is gone.");
    }

    /// <summary>Writes and flushes.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        this.Write(bytes.Span);
        return FlushAsync(ct);
    }

    /// <summary>Copies a stream to its end, piece by piece as they come.</summary>
    public async Task CopyAsync(Stream source, CancellationToken ct)
    {
        for (int n; (n = await source.ReadAsync(output.GetMemory(PieceBytes), ct)) > 0; await FlushAsync(ct))
            Advance(n);
    }

    // What git writes of a pack at once.
    private const int PieceBytes = 64 << 10;
}
