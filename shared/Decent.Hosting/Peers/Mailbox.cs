using System.Buffers;
using System.Threading.Channels;
using Decent.Hosting.Lan;

namespace Decent.Hosting.Peers;

/// <summary>What waits for the loop: commands, which wait for room and are never lost, and datagrams, which are dropped when too many wait.</summary>
internal sealed class Mailbox(int datagramsMax, CancellationToken stopped) : IDisposable
{
    private const int CommandsMax = 1024;

    private readonly Channel<Action<long>> _commands = Channel.CreateBounded<Action<long>>(new BoundedChannelOptions(CommandsMax) { SingleReader = true });
    private readonly Channel<Datagram> _datagrams = Channel.CreateBounded<Datagram>(new BoundedChannelOptions(datagramsMax) { SingleReader = true });
    private readonly SemaphoreSlim _signal = new(0);
    private long _dropped;

    /// <summary>Datagrams that found no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Post(Action<long> command)
    {
        if (!_commands.Writer.TryWrite(command))
        {
            // The loop is behind: the command waits, and with a loop that has ended it is forgotten.
            _ = _commands.Writer.WriteAsync(command, stopped).AsTask();
        }

        Wake();
    }

    /// <summary>False when the caller keeps the buffer.</summary>
    public bool Put(Datagram datagram)
    {
        if (!_datagrams.Writer.TryWrite(datagram))
        {
            Interlocked.Increment(ref _dropped);
            return false;
        }

        Wake();
        return true;
    }

    public void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended: nobody is left to wake.
        }
    }

    /// <summary>Returns after <paramref name="waitMs"/> or at the next <see cref="Wake"/>, which may have come before.</summary>
    public async Task WaitAsync(int waitMs)
    {
        if (waitMs == 0 || !await _signal.WaitAsync(waitMs))
        {
            return;
        }

        while (_signal.CurrentCount > 0 && _signal.Wait(0))
        {
            // One wake-up serves all that has come in the meantime.
        }
    }

    public void Dispose() => _signal.Dispose();

    /// <summary>All commands, then some datagrams, so that a flood cannot keep the clock waiting; true when datagrams are left.</summary>
    public bool Drain(Action<Action<long>> run, Action<Datagram> take, int datagrams)
    {
        while (_commands.Reader.TryRead(out Action<long>? command))
        {
            run(command);
        }

        for (int i = 0; i < datagrams; i++)
        {
            if (!_datagrams.Reader.TryRead(out Datagram datagram))
            {
                return false;
            }

            take(datagram);
            ArrayPool<byte>.Shared.Return(datagram.Buffer);
        }

        return true;
    }
}
