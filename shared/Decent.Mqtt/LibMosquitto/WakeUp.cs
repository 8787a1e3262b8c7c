using Microsoft.Win32.SafeHandles;

namespace Decent.Mqtt.LibMosquitto;

/// <summary>Interrupts the loop's poll from any thread. Signals between two rounds of the loop cost one system call together.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SafeFileHandle _event = Kernel.NewEvent();
    private int _pending;

    public WakeUp()
    {
        if (_event.IsInvalid)
            throw new MqttSetupException("MQTT: no file descriptor is left for the link; raise the limit (ulimit -n, or LimitNOFILE= of the service).");
    }

    public void Signal()
    {
        if (Interlocked.Exchange(ref _pending, 1) != 0 || _event.IsClosed)
            return;
        try
        {
            Kernel.Signal(_event);
        }
        catch (ObjectDisposedException)
        {
            // The loop ended between the check and the call; there is nobody left to wake.
        }
    }

    /// <summary>Waits for a signal, the socket (when 0 or above) or the time, and returns what happened to the socket.</summary>
    public short Wait(int socket, short wanted, int timeoutMs)
    {
        Span<PollEntry> entries =
        [
            new() { Descriptor = (int)_event.DangerousGetHandle(), Wanted = Kernel.Readable },
            new() { Descriptor = socket, Wanted = wanted },
        ];
        Kernel.Wait(entries, timeoutMs);
        if (entries[0].Happened != 0)
        {
            Kernel.Drain(_event);
            // A full fence: what was queued before a signal that this swallows must be visible to the round that now follows.
            Interlocked.Exchange(ref _pending, 0);
        }
        return entries[1].Happened;
    }

    public void Dispose() => _event.Dispose();
}
