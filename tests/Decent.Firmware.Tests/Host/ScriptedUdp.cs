using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Host;

/// <summary>A LAN on which a hand-set clock runs: a wait passes at once, and what was put in comes at its time.</summary>
internal sealed class ScriptedUdp(HandClock clock) : IUdp
{
    private readonly Queue<(long AtMs, byte[] Bytes)> _coming = [];

    public uint Address => 0x0A000001;

    public uint Mask => 0xFFFFFF00;

    public ushort Port => 4930;

    public List<(long AtMs, byte[] Bytes, bool ToAll)> Sent { get; } = [];

    public void Put(long atMs, params byte[] bytes) => _coming.Enqueue((atMs, bytes));

    public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
    {
        (address, port) = (0, 0);
        if (!_coming.TryPeek(out var next) || next.AtMs > clock.NowMs + waitMs)
        {
            clock.NowMs += waitMs;
            return -1;
        }

        _coming.Dequeue();
        clock.NowMs = Math.Max(clock.NowMs, next.AtMs);
        (address, port) = (7, 8);
        next.Bytes.CopyTo(buffer, 0);
        return next.Bytes.Length;
    }

    public void Send(uint address, ushort port, byte[] buffer, int count) => Sent.Add((clock.NowMs, buffer[..count], false));

    public void Broadcast(byte[] buffer, int count) => Sent.Add((clock.NowMs, buffer[..count], true));
}
