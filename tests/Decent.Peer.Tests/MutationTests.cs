using Decent.Peer.Answering;
using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Peer.Transfer;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests;

/// <summary>Foreign bytes into both halves of a peer: nothing throws, everything is counted, nothing wrong is accepted.</summary>
public sealed class MutationTests : IBlockSink, IInstancePort
{
    private const int Datagrams = 100_000;
    private readonly Rng _rng = new(2026);
    private readonly SentDatagrams _port = new();
    private readonly List<WorldBlock> _blocks;
    private BlockQuest? _quest;
    private int _accepted;

    public MutationTests() => _blocks = [.. new[] { 4_032, 2_000, 100, 0 }.Select(length => WorldBlock.Random(_rng, length))];

    [Fact]
    public void A_responder_survives_a_hundred_thousand_mutated_datagrams_and_counts_them()
    {
        WorldStore store = new();
        _blocks.ForEach(store.Add);
        Responder responder = Some.Responder(store, _port, new ResponderOptions { WantsPerSource = 1_000_000, WantsInAll = 1_000_000 });
        responder.Demand = new Demand(8);
        long notMine = 0;
        long bytesIn = 0;
        for (int i = 0; i < Datagrams; i++)
        {
            byte[] datagram = Mutate(Valid());
            bytesIn += datagram.Length;
            if (!responder.Receive(i, Some.Address, Some.Port, datagram, datagram.Length)) notMine++;
            responder.Tick(i);
        }

        AnswerCounts counts = responder.Counts;
        Assert.Equal(Datagrams, notMine + counts.Wants + counts.Gets + counts.Malformed);
        Assert.InRange(counts.Malformed, 10_000u, 90_000u);
        Assert.InRange(counts.Wants, 1_000u, 90_000u);
        Assert.InRange(counts.Gets, 1_000u, 90_000u);
        Assert.Equal(0ul, counts.BlocksServed);
        Assert.InRange(_port.Bytes, 1, bytesIn);
    }

    [Fact]
    public void A_quest_survives_a_hundred_thousand_mutated_datagrams_and_takes_nothing_wrong()
    {
        byte[] tags = WorldBlock.Tags(_blocks);
        int taken = 0;
        for (int i = 0; i < Datagrams; i++)
        {
            if (i % 1_000 == 0) _quest = Quest(tags, i);
            byte[] datagram = Mutate(_port.Sent.Count > 0 && _rng.Below(2) == 0 ? Reply() : Valid());
            if (_quest!.Receive(i, 1, 1, datagram, datagram.Length)) taken++;
            _quest.Tick(i);
        }

        Assert.InRange(taken, 100, Datagrams);
        Assert.InRange(_accepted, 10, 4 * Datagrams / 1_000);
    }

    bool IBlockSink.Accept(int index, byte[] block, int count)
    {
        Assert.Equal(_blocks[index].Bytes, block[..count]);
        _accepted++;
        return true;
    }

    void IInstancePort.Ask(ulong missing) => Assert.NotEqual(0ul, missing);

    private BlockQuest Quest(byte[] tags, long nowMs)
    {
        _port.Sent.Clear();
        BlockGather gather = new(tags, _blocks.Count, 4, new PeerTable(4), _port, new WorldHmac(), this, _rng);
        return new BlockQuest(new Ladder(new LookupOptions(), new Pace(), nowMs, true), gather, tags, _blocks.Count, 1, 0, _port, this);
    }

    /// <summary>DATA that answers the last request; questions to known peers in person may stand behind it.</summary>
    private byte[] Reply()
    {
        Get get = new();
        if (_port.Sent.FindLastIndex(one => get.TryRead(one.Bytes, one.Bytes.Length)) < 0) return Valid();
        WorldBlock block = _blocks.Find(one => one.Tag.SequenceEqual(get.Tag))!;
        return Some.Data(block, _rng.Below(Math.Max(1, (block.Bytes.Length + 1_343) / 1_344)), get.Nonce);
    }

    private byte[] Valid()
    {
        WorldBlock block = _blocks[_rng.Below(_blocks.Count)];
        return _rng.Below(6) switch
        {
            0 => Some.Want(_blocks, unicast: _rng.Below(2) == 0),
            1 => Some.Want([.. Enumerable.Repeat(block, 1 + _rng.Below(64))], unicast: true),
            2 => Some.Get(block, new byte[8]),
            3 => Some.Have(1, _rng.Next()),
            4 => Some.Data(block, 0, _rng.Next()),
            _ => WantResource(),
        };
    }

    private byte[] WantResource()
    {
        byte[] buffer = new byte[Limits.WantBytesMin];
        new WantResource { Nonce = _rng.Next() }.Write(buffer);
        return buffer;
    }

    private byte[] Mutate(byte[] valid)
    {
        byte[] bytes = (byte[])valid.Clone();
        switch (_rng.Below(7))
        {
            case 0: return bytes[.._rng.Below(bytes.Length)];
            case 1: return [.. bytes, .. new byte[1 + _rng.Below(2_000)]];
            case 2: return WorldBlock.Random(_rng, _rng.Below(1_500)).Bytes;
            case 3: bytes[2] = (byte)_rng.Below(256); break;
            case 4: bytes[_rng.Below(24)] ^= (byte)(1 << _rng.Below(8)); break;
            case 5: bytes[_rng.Below(bytes.Length)] ^= (byte)(1 << _rng.Below(8)); break;
            default: break; // one in seven is left as it is
        }

        return bytes;
    }
}
