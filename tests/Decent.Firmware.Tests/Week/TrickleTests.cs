using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol.Datagrams;

namespace Decent.Firmware.Tests.Week;

public sealed class TrickleTests
{
    private readonly NodeBench _bench = new(Some.Identity("http://edge:4980")) { Reader = null };
    private readonly byte[] _block = Some.Bytes(5, 4032);
    private ulong _nonce = 1;
    private int _held;

    [Fact]
    public void Questions_for_blocks_that_nobody_here_has_do_not_keep_a_block_in_demand_away()
    {
        Trickle(_ => Question(Some.TagOf(_block)));
        _bench.At(59_000, () => _held = _bench.Node.BlocksHeld);
        _bench.RunUntil(60_000);
        Assert.Contains($"http://edge:4980/api/v1/block/{Convert.ToHexStringLower(Some.TagOf(_block))}", _bench.Http.Urls);
        Assert.Equal(1, _held);
        Assert.True(_bench.Node.Given!.Haves > 0);
    }

    [Fact]
    public void What_the_node_serves_goes_before_fetching()
    {
        var other = Some.Bytes(6, 4032);
        // The first block comes in; then it is asked for without a pause, and the second waits.
        Trickle(ms => Question(Some.TagOf(ms == 8_000 ? other : _block)));
        _bench.At(29_000, () => _held = _bench.Node.BlocksHeld);
        _bench.RunUntil(30_000);
        Assert.Equal(1, _held);
        Assert.DoesNotContain(_bench.Http.Urls, u => u.EndsWith(Convert.ToHexStringLower(Some.TagOf(other)), StringComparison.Ordinal));
        Assert.True(_bench.Node.Given!.Haves > 100);
    }

    [Fact]
    public void A_node_that_serves_without_a_pause_still_keeps_its_heartbeat()
    {
        Trickle(_ => Question(Some.TagOf(_block)));
        _bench.RunUntil(72_000);
        var beat = new Heartbeat(_bench.Journal.Reboot());
        Assert.True(beat.Load());
        Assert.InRange(beat.RunSeconds, 60u, 71u);
    }

    // One datagram every 100 ms, and an edge that has whatever is asked of it.
    private void Trickle(Func<long, byte[]> say) => _bench.Each = () =>
    {
        if (_bench.Http.IsRunning) _bench.Http.Answer(HttpState.Done, _block);
        if (_bench.NowMs % 100 == 0) _bench.Datagram(say(_bench.NowMs));
    };

    private byte[] Question(byte[] tag)
    {
        var want = new WantBlocks { Count = 1, Nonce = ++_nonce };
        tag.CopyTo(want.Tags, 0);
        var bytes = new byte[1500];
        return bytes[..want.Write(bytes)];
    }
}
