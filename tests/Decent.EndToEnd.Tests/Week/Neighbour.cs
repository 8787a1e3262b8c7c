using Decent.Peer;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>Somebody on the LAN who asks for a block again and again and fetches it from the first who has it.</summary>
internal sealed class Neighbour
{
    private readonly WorldClock _clock;
    private readonly IDatagramPort _port;
    private readonly IReadOnlyList<WorldBlock> _blocks;
    private readonly int _pauseMs;
    private readonly Rng _rng = new(5);
    private readonly byte[] _buffer = new byte[Limits.DatagramBytesMax];
    private readonly WantBlocks _want = new() { Count = 1 };
    private readonly Have _have = new();
    private readonly Data _data = new();
    private readonly Get _get = new() { Missing = 7 };

    public Neighbour(WorldClock clock, WorldNetwork network, byte number, IReadOnlyList<WorldBlock> blocks, int pauseMs)
    {
        (_clock, _blocks, _pauseMs) = (clock, blocks, pauseMs);
        _port = network.Attach(new WorldEndpoint(World.World.Subnet + number, Limits.PeerPort), Hear);
        Ask();
    }

    public int Asked { get; private set; }

    public int Answered { get; private set; }

    /// <summary>Datagrams of blocks.</summary>
    public int Chunks { get; private set; }

    /// <summary>It asks no more.</summary>
    public bool IsQuiet { get; set; }

    private void Ask()
    {
        _clock.After(_pauseMs, Ask);
        if (IsQuiet)
            return;
        // A few blocks are asked for most of the time.
        var block = _blocks[_rng.Below(1 + _rng.Below(_blocks.Count))];
        _want.Nonce = (ulong)++Asked;
        block.Tag.CopyTo(_want.Tags, 0);
        block.Tag.CopyTo(_get.Tag, 0);
        _get.Nonce = 0;
        _port.Broadcast(_buffer, _want.Write(_buffer));
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
