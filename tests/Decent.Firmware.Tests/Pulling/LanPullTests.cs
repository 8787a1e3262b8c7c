using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Pulling;

public sealed class LanPullTests
{
    private const string Instance = "http://instance:4970";
    private readonly byte[] _block = Some.Bytes(5, 4032);
    private readonly byte[] _tag;
    private readonly NodeBench _bench = new(Some.Identity(Instance)) { Reader = null };
    private int _seen;
    private int _asked;

    public LanPullTests() => _tag = Some.TagOf(_block);

    [Fact]
    public void A_block_in_demand_comes_from_a_peer_on_the_lan_without_http()
    {
        _bench.Each = () => Peer(_block);
        _bench.At(1_000, () => _bench.Datagram(Want(_tag, 1)));
        _bench.RunUntil(5_000);
        Assert.Equal(1, _bench.Node.BlocksHeld);
        Assert.Empty(_bench.Http.Urls);
        Assert.InRange(_asked, 1, 2);
    }

    [Fact]
    public void A_silent_lan_has_300_ms_and_then_the_instance_is_asked()
    {
        var at = 0L;
        _bench.Each = () =>
        {
            if (!_bench.Http.IsRunning) return;
            at = _bench.NowMs;
            _bench.Http.Answer(HttpState.Done, _block);
        };
        _bench.At(1_000, () => _bench.Datagram(Want(_tag, 1)));
        _bench.RunUntil(5_000);
        Assert.InRange(at, 1_300, 1_450);
        Assert.Equal(3, Questions().Count);
        Assert.Equal(1, _bench.Node.BlocksHeld);
    }

    [Fact]
    public void With_little_memory_left_the_lan_is_not_asked()
    {
        NodeBench bench = new(Some.Identity(Instance)) { Reader = null, Memory = new FakeMemory(10_000) };
        bench.Each = () =>
        {
            if (bench.Http.IsRunning) bench.Http.Answer(HttpState.Done, _block);
        };
        bench.At(1_000, () => bench.Datagram(Want(_tag, 1)));
        bench.RunUntil(3_000);
        Assert.DoesNotContain(bench.Sent, s => IsQuestion(s.Bytes, out _));
        Assert.Equal(1, bench.Node.BlocksHeld);
    }

    [Fact]
    public void A_peer_that_lies_is_put_aside_and_the_instance_is_asked()
    {
        _bench.Each = () =>
        {
            Peer(Some.Bytes(6, 4032));
            if (_bench.Mqtt.State == MqttState.Connecting) _bench.Mqtt.State = MqttState.Connected;
            if (_bench.Http.IsRunning) _bench.Http.Answer(HttpState.Done, _block);
        };
        _bench.At(1_000, () => _bench.Datagram(Want(_tag, 1)));
        _bench.RunUntil(80_000);
        Assert.Equal((1, 1), (_bench.Node.BlocksHeld, _bench.Http.Urls.Count));
        var counters = new Counters();
        var frame = _bench.Mqtt.Of("c")[^1];
        Assert.True(counters.TryRead(frame, frame.Length));
        Assert.Equal((1u, 1u, 1u), (counters.Quarantined, counters.WrongBlocks, counters.Pulls));
    }

    [Fact]
    public void A_nodes_own_question_is_nobodys_demand()
    {
        _bench.At(1_000, () => _bench.Datagram(Want(_tag, 1, forOthers: true)));
        _bench.RunUntil(3_000);
        Assert.Empty(Questions());
        var asking = new NodeBench(Some.Identity()) { Reader = null };
        asking.At(1_000, () => asking.Datagram(Want(_tag, 1)));
        asking.RunUntil(3_000);
        Assert.All(asking.Sent, s => Assert.True(IsQuestion(s.Bytes, out var want) && want.ForOthers));
        Assert.NotEmpty(asking.Sent);
    }

    [Fact]
    public void A_broadcast_that_comes_back_to_its_sender_is_not_answered()
    {
        _bench.At(1_000, () => _bench.Datagram(Want(_tag, 1), _bench.Address, _bench.Port));
        _bench.RunUntil(3_000);
        Assert.Empty(_bench.Sent);
        Assert.Equal(0u, _bench.Node.Given!.Wants);
    }

    [Fact]
    public void A_block_that_came_waits_for_200_ms_of_quiet_and_is_not_lost()
    {
        var came = false;
        var other = Some.Bytes(6, 4032);
        _bench.Each = () =>
        {
            if (!_bench.Http.IsRunning) return;
            var first = _bench.Http.Urls.Count == 1;
            _bench.Http.Answer(HttpState.Done, first ? other : _block);
            came = !first;
        };
        // From the second question on somebody asks all the time for the first block, which is served, for three seconds.
        _bench.At(1_000, () => _bench.Datagram(Want(Some.TagOf(other), 1)));
        _bench.At(2_990, () => _bench.Datagram(Want(_tag, 2)));
        for (var ms = 3_350; ms < 6_500; ms += 50) Ask(ms);
        _bench.At(6_500, () => Assert.True(came && _bench.Node.BlocksHeld == 1));
        _bench.RunUntil(9_000);
        Assert.Equal(2, _bench.Node.BlocksHeld);

        void Ask(int ms) => _bench.At(ms, () => _bench.Datagram(Want(Some.TagOf(other), (ulong)ms)));
    }

    [Fact]
    public void Prefetch_fetches_and_pins_what_nobody_asked_for()
    {
        _bench.Each = () =>
        {
            if (_bench.Mqtt.State == MqttState.Connecting) _bench.Mqtt.State = MqttState.Connected;
            if (_bench.Http.IsRunning) _bench.Http.Answer(HttpState.Done, _block);
        };
        var command = new Command { Id = 1, Verb = Command.VerbPrefetch, Value = 1, Count = 1 };
        _tag.CopyTo(command.Tags, 0);
        _bench.At(1_000, () => _bench.Tell(command.Envelope, command.Write));
        _bench.RunUntil(70_000);
        Assert.Equal(1, _bench.Node.BlocksHeld);
        var inventory = new Inventory();
        Assert.True(inventory.TryRead(_bench.Mqtt.Of("i")[^1], 52));
        Assert.Equal((1u, 1u), (inventory.BlocksHeld, inventory.BlocksPinned));
        Assert.Equal(_tag, inventory.Digest);
    }

    [Fact]
    public void What_nobody_has_is_given_up_after_five_tries_a_second_apart()
    {
        _bench.Each = () =>
        {
            if (_bench.Mqtt.State == MqttState.Connecting) _bench.Mqtt.State = MqttState.Connected;
            if (_bench.Http.IsRunning) _bench.Http.Answer(HttpState.NotFound);
        };
        var command = new Command { Id = 1, Verb = Command.VerbPrefetch, Count = 1 };
        _bench.At(1_000, () => _bench.Tell(command.Envelope, command.Write));
        // Each has its 300 ms on the LAN too.
        _bench.At(9_000, () => Assert.Equal(5, _bench.Http.Urls.Count));
        _bench.RunUntil(300_000);
        Assert.Equal(5, _bench.Http.Urls.Count);
    }

    // Somebody who has the block under that tag, or says so.
    private void Peer(byte[] content)
    {
        for (; _seen < _bench.Sent.Count; _seen++)
        {
            var bytes = _bench.Sent[_seen].Bytes;
            var get = new Get();
            if (IsQuestion(bytes, out var want)) Offer(want);
            else if (get.TryRead(bytes, bytes.Length)) Give(get, content);
        }
    }

    private void Offer(WantBlocks want)
    {
        _asked++;
        var have = new Have { Nonce = want.Nonce, IsBlocks = true, Bitmap = 1, Flags = Have.FlagWhole, Node = 9 };
        var buffer = new byte[1368];
        _bench.Datagram(buffer[..have.Write(buffer)]);
    }

    private void Give(Get get, byte[] content)
    {
        for (byte chunk = 0; chunk < 3; chunk++)
        {
            var data = new Data { Nonce = get.Nonce, Of = 3, Chunk = chunk, Length = 1344 };
            get.Tag.AsSpan(0, 8).CopyTo(data.TagPrefix);
            var buffer = new byte[1368];
            _bench.Datagram(buffer[..data.Write(buffer, content, chunk * 1344)]);
        }
    }

    private List<byte[]> Questions() => [.. _bench.Sent.Select(s => s.Bytes).Where(b => IsQuestion(b, out _))];

    private static bool IsQuestion(byte[] bytes, out WantBlocks want) => (want = new WantBlocks()).TryRead(bytes, bytes.Length);

    private static byte[] Want(byte[] tag, ulong nonce, bool forOthers = false)
    {
        var want = new WantBlocks { Count = 1, Nonce = nonce, ForOthers = forOthers };
        tag.CopyTo(want.Tags, 0);
        var buffer = new byte[Limits.DatagramBytesMax];
        return buffer[..want.Write(buffer)];
    }
}
