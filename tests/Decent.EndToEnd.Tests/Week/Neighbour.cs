using Decent.Peer;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>Somebody on the LAN who asks for a block every 100 ms and fetches it from the first who has it.</summary>
internal sealed class Neighbour
{
    private const int PauseMs = 100;
    private readonly WorldClock _clock;
    private readonly IDatagramPort _port;
    private readonly IReadOnlyList<WorldBlock> _blocks;
    private readonly Rng _rng = new(5);
    private readonly byte[] _buffer = new byte[Limits.DatagramBytesMax];
    private readonly WantBlocks _want = new() { Count = 1 };
    private readonly Have _have = new();
    private readonly Data _data = new();
    private readonly Get _get = new() { Missing = 7 };

    public Neighbour(WorldClock clock, WorldNetwork network, byte number, IReadOnlyList<WorldBlock> blocks)
    {
        (_clock, _blocks) = (clock, blocks);
        _port = network.Attach(new WorldEndpoint(World.World.Subnet + number, Limits.PeerPort), Hear);
        Ask();
    }

    public int Asked { get; private set; }

    public int Answered { get; private set; }

    /// <summary>Datagrams of blocks.</summary>
    public int Chunks { get; private set; }

    private void Ask()
    {
        // A few blocks are asked for most of the time.
        var block = _blocks[_rng.Below(1 + _rng.Below(_blocks.Count))];
        _want.Nonce = (ulong)++Asked;
        block.Tag.CopyTo(_want.Tags, 0);
        block.Tag.CopyTo(_get.Tag, 0);
        _get.Nonce = 0;
        _port.Broadcast(_buffer, _want.Write(_buffer));
        _clock.After(PauseMs, Ask);
    }

    private void Hear(WorldDatagram datagram)
    {
        if (_data.TryRead(datagram.Bytes, datagram.Bytes.Length))
            Chunks++;
        if (!_have.TryRead(datagram.Bytes, datagram.Bytes.Length) || _have.Nonce != _want.Nonce || _get.Nonce != 0)
            return;
        Answered++;
        _get.Nonce = _have.Nonce;
        _have.Cookie.CopyTo(_get.Cookie, 0);
        _port.Send(datagram.From.Address, datagram.From.Port, _buffer, _get.Write(_buffer));
    }
}
