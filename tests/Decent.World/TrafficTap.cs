using Decent.Protocol.Datagrams;

namespace Decent.World;

/// <summary>Counts what goes over a network, and when questions went out.</summary>
public sealed class TrafficTap
{
    private readonly Dictionary<DatagramType, int> _sent = [];
    private long _lastQuestion = -1;

    public TrafficTap(WorldNetwork network) => network.Sent += OnSent;

    /// <summary>Each broadcast question once: when, and with which threshold.</summary>
    public List<(long AtMs, uint ThresholdMilli)> Questions { get; } = [];

    public List<WorldDatagram> Datagrams { get; } = [];

    public long Bytes { get; private set; }

    public int Sent(DatagramType type) => _sent.GetValueOrDefault(type);

    private void OnSent(WorldDatagram datagram)
    {
        Datagrams.Add(datagram);
        Bytes += datagram.Bytes.Length;
        _sent[datagram.Type] = Sent(datagram.Type) + 1;
        if (datagram.Type != DatagramType.WantBlocks || datagram.Number == _lastQuestion) return;
        _lastQuestion = datagram.Number;
        Questions.Add((datagram.SentMs, BitConverter.ToUInt32(datagram.Bytes, 12)));
    }
}
