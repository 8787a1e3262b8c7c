using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Bus;

public sealed class DownFramesTests
{
    private readonly LinkBench _bench = new();

    public DownFramesTests() => _bench.Connect();

    [Fact]
    public void An_acknowledgement_of_the_instance_ends_the_repetition_of_the_log()
    {
        Assert.Equal(1u, _bench.Log.Pending);
        _bench.Tell(Ack(1));
        Assert.Equal((0u, 0u), (_bench.Log.Pending, _bench.Link.Dropped));
    }

    [Fact]
    public void A_frame_with_a_wrong_seal_is_dropped_and_counted_whatever_byte_was_changed()
    {
        var good = Ack(1);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 0x10;
            _bench.Tell(bad);
            Assert.Equal(1u, _bench.Log.Pending);
        }

        Assert.Equal((uint)good.Length, _bench.Link.Dropped);
        _bench.Tell(_bench.Down(new LogAck().Envelope, b => new LogAck { Upto = 1 }.Write(b), key: new byte[32]));
        Assert.Equal(1u, _bench.Log.Pending);
        // A flood is told of at 1, 2, 4 ...
        Assert.Equal(6, _bench.Events.Codes.Count(c => c == EventCode.DownFrameDropped));
    }

    [Fact]
    public void A_frame_recorded_on_an_earlier_link_is_worthless_on_the_next()
    {
        var recorded = Ack(1);
        _bench.Mqtt.State = Firmware.Ports.MqttState.Lost;
        _bench.Run(5_000);
        _bench.Mqtt.State = Firmware.Ports.MqttState.Connected;
        _bench.Run(50);
        _bench.Tell(recorded);
        Assert.Equal((1u, 1u), (_bench.Log.Pending, _bench.Link.Dropped));
    }

    [Fact]
    public void A_frame_for_a_clone_of_this_node_is_dropped_here()
    {
        _bench.Tell(Ack(1, _bench.Link.Current + 1));
        Assert.Equal((1u, 1u), (_bench.Log.Pending, _bench.Link.Dropped));
    }

    [Fact]
    public void A_retained_frame_is_no_news()
    {
        _bench.Tell(Ack(1), retained: true);
        Assert.Equal((1u, 0u), (_bench.Log.Pending, _bench.Link.Dropped));
    }

    [Fact]
    public void A_node_does_not_obey_frames_of_its_own_kind()
    {
        _bench.Tell(_bench.Mqtt.Published[0].Payload);
        _bench.Tell([]);
        _bench.Tell(new byte[1024]);
        Assert.Equal(3u, _bench.Link.Dropped);
    }

    [Fact]
    public void A_granted_secret_is_stored_and_said_to_be()
    {
        var claims = _bench.Mqtt.Of("k");
        Assert.Equal((RunClaim.StageOpen, 1u), (Claim(claims[^1]).Stage, Claim(claims[^1]).Run));
        _bench.Tell(Grant(1));
        _bench.Run(50);
        Assert.True(_bench.Account.IsOpen);
        claims = _bench.Mqtt.Of("k");
        Assert.Equal((RunClaim.StageStored, _bench.Link.Current), (Claim(claims[^1]).Stage, Claim(claims[^1]).Envelope.Link));
        Assert.Contains(EventCode.RunGranted, _bench.Events.Codes);
        _bench.Run(600_000);
        Assert.Equal(claims.Length, _bench.Mqtt.Of("k").Length);
    }

    [Fact]
    public void A_grant_for_another_run_or_without_a_claim_is_not_taken()
    {
        _bench.Tell(Grant(2));
        _bench.Tell(Grant(1, RunGrant.KindTermination));
        Assert.False(_bench.Account.IsOpen);
        Assert.Equal(2u, _bench.Account.Dropped);
    }

    [Fact]
    public void What_orders_flash_waits_for_quiet()
    {
        _bench.MayWrite = false;
        _bench.Tell(Ack(1));
        _bench.Run(1_000);
        Assert.Equal(1u, _bench.Log.Pending);
        _bench.MayWrite = true;
        _bench.Run(50);
        Assert.Equal(0u, _bench.Log.Pending);
    }

    private byte[] Ack(uint upto, ulong? link = null)
    {
        var ack = new LogAck { Upto = upto };
        return _bench.Down(ack.Envelope, ack.Write, link);
    }

    private byte[] Grant(uint run, byte kind = RunGrant.KindSecret)
    {
        var grant = new RunGrant { Run = run, Kind = kind };
        return _bench.Down(grant.Envelope, grant.Write);
    }

    private static RunClaim Claim(byte[] payload)
    {
        var claim = new RunClaim();
        Assert.True(claim.TryRead(payload, payload.Length));
        return claim;
    }
}
