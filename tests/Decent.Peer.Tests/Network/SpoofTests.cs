using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>Somebody sends in another's name: a board must be no amplifier.</summary>
public sealed class SpoofTests
{
    private const int Seconds = 10;
    private static readonly WorldEndpoint Attacker = new(0x0A000066, Limits.PeerPort);
    private readonly World.World _world = new(5);
    private readonly WorldPeer _board;
    private readonly List<WorldBlock> _blocks;
    private readonly Dictionary<WorldEndpoint, long> _out = [];
    private readonly Dictionary<WorldEndpoint, long> _in = [];
    private long _dataToVictim;

    public SpoofTests()
    {
        _board = _world.AddBoard("lamp");
        _blocks = _world.MakeBlocks(64);
        foreach (WorldBlock block in _blocks) _board.Store.Add(block);
        _world.Network.Delivered += datagram =>
        {
            if (datagram.To == _board.At) Add(_in, datagram.From, datagram.Bytes.Length);
        };
        _world.Network.Sent += datagram =>
        {
            if (datagram.From != _board.At) return;
            Add(_out, datagram.To, datagram.Bytes.Length);
            if (datagram.Type == DatagramType.Data && datagram.To != Attacker) _dataToVictim += datagram.Bytes.Length;
        };
    }

    [Fact]
    public void A_victim_on_the_lan_gets_no_more_bytes_than_were_sent_in_its_name()
    {
        WorldEndpoint victim = new(0x0A000050, Limits.PeerPort);
        Flood(victim);
        Assert.InRange(_out[victim], 1, _in[victim]);
        Assert.Equal(0, _dataToVictim);
    }

    [Fact]
    public void The_smallest_questions_win_nothing_either()
    {
        WorldEndpoint victim = new(0x0A000050, Limits.PeerPort);
        EverySoOften(2, i => _world.Network.Spoof(victim, _board.At, Some.Want([_blocks[i % 64]], unicast: true, nonce: (ulong)i + 1)));
        _world.Clock.RunTo(Seconds * 1_000);
        Assert.InRange(_out[victim], 1, _in[victim] * 94 / 100);
    }

    [Fact]
    public void A_source_outside_the_subnet_gets_nothing_at_all()
    {
        WorldEndpoint victim = new(0xC0A80109, Limits.PeerPort);
        Flood(victim);
        Assert.True(_in[victim] > 0);
        Assert.False(_out.ContainsKey(victim));
    }

    [Fact]
    public void The_attackers_own_cookie_sends_data_to_the_attacker_alone()
    {
        WorldEndpoint victim = new(0x0A000050, Limits.PeerPort);
        byte[] cookie = new byte[Limits.CookieBytes];
        Have have = new();
        Decent.Peer.Ports.IDatagramPort port = _world.Network.Attach(Attacker, datagram =>
        {
            if (have.TryRead(datagram.Bytes, datagram.Bytes.Length)) have.Cookie.CopyTo(cookie, 0);
        });
        byte[] want = Some.Want(_blocks, unicast: true);
        port.Send(_board.At.Address, _board.At.Port, want, want.Length);
        _world.Clock.RunTo(100);
        Assert.Contains(cookie, one => one != 0);
        byte[] get = Some.Get(_blocks[0], cookie);
        _world.Network.Spoof(victim, _board.At, get);
        _world.Network.Spoof(Attacker with { Port = 5_000 }, _board.At, get);
        _world.Clock.RunTo(200);
        Assert.Equal(0, _dataToVictim);
        port.Send(_board.At.Address, _board.At.Port, get, get.Length);
        _world.Clock.RunTo(300);
        Assert.True(_out[Attacker] > Limits.BlockBytesMax);
    }

    /// <summary>Questions of all sizes and requests with guessed cookies, 500 a second for ten seconds.</summary>
    private void Flood(WorldEndpoint victim)
    {
        Rng rng = new(9);
        EverySoOften(2, i =>
        {
            byte[] cookie = BitConverter.GetBytes(rng.Next());
            byte[] datagram = rng.Below(3) switch
            {
                0 => Some.Want(_blocks[..(1 + rng.Below(64))], unicast: true, nonce: rng.Next()),
                1 => Some.Want([_blocks[0]], nonce: rng.Next()),
                _ => Some.Get(_blocks[rng.Below(64)], cookie, nonce: rng.Next()),
            };
            _world.Network.Spoof(victim, _board.At, datagram);
        });
        _world.Clock.RunTo(Seconds * 1_000 + 1_000);
    }

    private void EverySoOften(int ms, Action<int> happens)
    {
        for (int i = 0; i < Seconds * 1_000 / ms; i++)
        {
            int number = i;
            _world.Clock.At(number * ms, () => happens(number));
        }
    }

    private static void Add(Dictionary<WorldEndpoint, long> sums, WorldEndpoint at, int bytes) => sums[at] = sums.GetValueOrDefault(at) + bytes;
}
