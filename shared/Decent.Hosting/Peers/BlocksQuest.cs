using Decent.Peer.Lookup;
using Decent.Peer.Transfer;

namespace Decent.Hosting.Peers;

/// <summary>A batch of small blocks; the whole of it is decided by <see cref="BlockQuest"/>.</summary>
public sealed class BlocksQuest : Quest
{
    private readonly BlockQuest _machine;

    internal BlocksQuest(BlockQuest machine) => _machine = machine;

    /// <summary>Blocks and bytes that peers gave; read it after the quest was told.</summary>
    public BlockGather Gather => _machine.Gather;

    internal override ulong Nonce => _machine.Nonce;

    internal override long WakeAtMs => _machine.WakeAtMs;

    internal override bool Receive(long nowMs, uint address, ushort port, byte[] datagram, int count) =>
        _machine.Receive(nowMs, address, port, datagram, count);

    internal override LookupStep Tick(long nowMs)
    {
        _machine.Tick(nowMs);
        return _machine.State;
    }

    internal override void OnVerified(long nowMs, int block) => _machine.OnVerified(nowMs, block);

    internal override void OnInstance(long nowMs, InstanceAnswer answer) => _machine.OnInstance(nowMs, answer);

    internal override void OnPeersExhausted(long nowMs)
    {
        // The gather knows its own candidates.
    }

    internal override void Wake(long nowMs, bool instanceReachable) => _machine.Wake(nowMs, instanceReachable);
}
