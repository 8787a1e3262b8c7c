using Decent.Firmware.Host.Faults;
using Decent.Firmware.Ports;
using Decent.Peer;

namespace Decent.Firmware.Host.Ports;

/// <summary>
/// A socket on a bad LAN: datagrams of both ways get lost or come late, by one seeded generator. What waits is moved on by <see cref="Receive"/>, which
/// the main loop calls all the time; a broadcast is lost for all or for nobody.
/// </summary>
public sealed class LossyLan(IUdp inner, BoardFaults faults, Rng rng, IClock clock) : IUdp
{
    /// <summary>Datagrams that may wait each way; the next ones are lost.</summary>
    private const int HeldMax = 1_024;

    private readonly PriorityQueue<Held, (long DueMs, long Order)> _leaving = new();
    private readonly PriorityQueue<Held, (long DueMs, long Order)> _coming = new();
    private long _order;

    /// <inheritdoc />
    public uint Address => inner.Address;

    /// <inheritdoc />
    public uint Mask => inner.Mask;

    /// <inheritdoc />
    public ushort Port => inner.Port;

    /// <summary>Datagrams lost on purpose.</summary>
    public long Lost { get; private set; }

    /// <inheritdoc />
    public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
    {
        var endMs = clock.NowMs + waitMs;
        while (true)
        {
            var nowMs = clock.NowMs;
            while (IsDue(_leaving, nowMs)) Deliver(_leaving.Dequeue());
            if (IsDue(_coming, nowMs)) return Take(_coming.Dequeue(), buffer, out address, out port);
            var count = inner.Receive(buffer, (int)Math.Clamp(Math.Min(endMs, NextMs()) - nowMs, 0, waitMs), out address, out port);
            if (count >= 0 && !IsLost())
            {
                if (IsPrompt) return count;
                Hold(_coming, new Held(address, port, buffer.AsSpan(0, count).ToArray(), false));
            }

            if (clock.NowMs >= endMs && !IsDue(_coming, clock.NowMs)) return None(out address, out port);
        }
    }

    /// <inheritdoc />
    public void Send(uint address, ushort port, byte[] buffer, int count) => Leave(new Held(address, port, buffer.AsSpan(0, count).ToArray(), false));

    /// <inheritdoc />
    public void Broadcast(byte[] buffer, int count) => Leave(new Held(0, 0, buffer.AsSpan(0, count).ToArray(), true));

    private bool IsPrompt => faults is { DelayMs: 0, JitterMs: 0 };

    private static bool IsDue(PriorityQueue<Held, (long DueMs, long Order)> held, long nowMs) =>
        held.TryPeek(out _, out var first) && first.DueMs <= nowMs;

    private static int Take(Held held, byte[] buffer, out uint address, out ushort port)
    {
        (address, port) = (held.Address, held.Port);
        var count = Math.Min(held.Bytes.Length, buffer.Length);
        held.Bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    private static int None(out uint address, out ushort port)
    {
        (address, port) = (0, 0);
        return -1;
    }

    private void Leave(Held datagram)
    {
        if (IsLost()) return;
        if (IsPrompt) Deliver(datagram);
        else Hold(_leaving, datagram);
    }

    private void Hold(PriorityQueue<Held, (long DueMs, long Order)> held, Held datagram)
    {
        if (held.Count == HeldMax) Lost++;
        else held.Enqueue(datagram, (clock.NowMs + faults.DelayMs + (faults.JitterMs > 0 ? rng.Below(faults.JitterMs + 1) : 0), _order++));
    }

    private void Deliver(Held datagram)
    {
        if (datagram.ToAll) inner.Broadcast(datagram.Bytes, datagram.Bytes.Length);
        else inner.Send(datagram.Address, datagram.Port, datagram.Bytes, datagram.Bytes.Length);
    }

    private long NextMs()
    {
        var nextMs = long.MaxValue;
        if (_leaving.TryPeek(out _, out var leaving)) nextMs = leaving.DueMs;
        if (_coming.TryPeek(out _, out var coming)) nextMs = Math.Min(nextMs, coming.DueMs);
        return nextMs;
    }

    private bool IsLost()
    {
        if (faults.LossPercent == 0 || rng.Below(100) >= faults.LossPercent) return false;
        Lost++;
        return true;
    }

    private sealed record Held(uint Address, ushort Port, byte[] Bytes, bool ToAll);
}
