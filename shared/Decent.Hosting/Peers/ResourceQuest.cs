using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Protocol.Datagrams;

namespace Decent.Hosting.Peers;

/// <summary>"Which edges have this version?" The bytes move over HTTP; the host reports progress back to the same ladder.</summary>
public sealed class ResourceQuest : Quest
{
    private readonly Ladder _ladder;
    private readonly IDatagramPort _port;
    private readonly WantResource _want;
    private readonly uint _thresholdMilli;
    private readonly Action<ResourceQuest, Holder> _found;
    private readonly Action<ResourceQuest> _askInstance;
    private readonly byte[] _out = new byte[WantResource.Bytes];
    private readonly Have _have = new();
    private readonly HashSet<(uint Address, ushort Port)> _holders = [];

    internal ResourceQuest(Ladder ladder, WantResource want, IDatagramPort port, Action<ResourceQuest, Holder> found, Action<ResourceQuest> askInstance)
    {
        _ladder = ladder;
        _want = want;
        _port = port;
        _thresholdMilli = want.ThresholdMilli;
        _found = found;
        _askInstance = askInstance;
    }

    internal override ulong Nonce => _want.Nonce;

    internal override long WakeAtMs => _ladder.WakeAtMs;

    internal override bool Receive(long nowMs, uint address, ushort port, byte[] datagram, int count)
    {
        if (!_have.TryRead(datagram, count) || _have.IsBlocks || _have.Nonce != Nonce || _have.HttpPort == 0)
        {
            return false;
        }

        if (_holders.Count < HoldersMax && _holders.Add((address, _have.HttpPort)))
        {
            _ladder.OnHave(nowMs);
            _found(this, new Holder(address, _have.HttpPort, _have.Node, (_have.Flags & Have.FlagWhole) != 0));
        }

        return true;
    }

    internal override LookupStep Tick(long nowMs)
    {
        LookupStep told = LookupStep.Wait;
        while (true)
        {
            LookupStep step = _ladder.Step(nowMs);
            switch (step)
            {
                case LookupStep.Ask: Ask(_thresholdMilli); break;
                case LookupStep.AskLowered: Ask(_thresholdMilli / 2); break;
                case LookupStep.AskInstance: _askInstance(this); break;
                case LookupStep.TimedOut: told = step; break;
                case LookupStep.Wait: return _ladder.IsAsleep ? LookupStep.Sleep : told;
                default: return step;
            }
        }
    }

    /// <summary>Block -1: that was the last one.</summary>
    internal override void OnVerified(long nowMs, int block)
    {
        _ladder.OnProgress(nowMs);
        if (block < 0)
        {
            _ladder.OnComplete();
        }
    }

    internal void OnProgress(long nowMs) => _ladder.OnProgress(nowMs);

    internal override void OnInstance(long nowMs, InstanceAnswer answer) => _ladder.OnInstance(nowMs, answer);

    internal override void OnPeersExhausted(long nowMs)
    {
        _holders.Clear();
        _ladder.OnPeersExhausted(nowMs);
    }

    internal override void Wake(long nowMs, bool instanceReachable) => _ladder.Wake(nowMs, instanceReachable);

    private const int HoldersMax = 16;

    private void Ask(uint thresholdMilli)
    {
        _want.ThresholdMilli = thresholdMilli;
        _port.Broadcast(_out, _want.Write(_out));
    }
}
