using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests;

public sealed class LinkTests
{
    private const string State = "decent/1/5a/board-a/up/s";
    private readonly LinkBench _bench = new();

    [Fact]
    public void The_will_names_the_link_that_the_birth_names()
    {
        _bench.Connect();
        Assert.Equal([$"open {State} {State},decent/1/5a/board-a/dn/c", $"publish {State}"], _bench.Mqtt.Asked.Take(2));
        var birth = Assert.Single(_bench.Births());
        Assert.Equal(Expected(1, 1), birth.Envelope.Link);
        Assert.Equal(Will.Of(birth.Envelope.Link), _bench.Mqtt.WillText);
        Assert.Equal((1u, 1u, 1u), (birth.Boot, birth.Connects, birth.Envelope.Sequence));
        Assert.Equal((Birth.KindBoard, (ushort)4930, 0x0A000001u, 18u), (birth.Kind, birth.UdpPort, birth.Address, birth.BlocksMax));
        Assert.True(_bench.Mqtt.Published[0].Assured && _bench.Mqtt.Published[0].Retain);
    }

    [Fact]
    public void A_new_connection_is_a_new_link()
    {
        _bench.Connect();
        _bench.Mqtt.State = MqttState.Lost;
        _bench.Run(5_000);
        _bench.Mqtt.State = MqttState.Connected;
        _bench.Run(50);
        var births = _bench.Births();
        Assert.Equal([Expected(1, 1), Expected(1, 2)], births.Select(b => b.Envelope.Link));
        Assert.Equal([1u, 1u], births.Select(b => b.Envelope.Sequence));
        Assert.Equal([EventCode.BusConnected, EventCode.BusLost, EventCode.BusConnected], _bench.Events.Codes);
    }

    [Fact]
    public void A_living_node_that_reads_itself_as_dead_is_born_again()
    {
        _bench.Connect();
        _bench.Run(10_000);
        _bench.Mqtt.Inbox.Enqueue((State, Encoding.ASCII.GetBytes(Will.Of(_bench.Link.Current)), false));
        _bench.Run(100);
        Assert.Equal(2, _bench.Births().Count);
        Assert.Equal(_bench.Births()[0].Envelope.Link, _bench.Births()[1].Envelope.Link);
        Assert.True(_bench.Births()[1].Envelope.Sequence > _bench.Births()[0].Envelope.Sequence);
    }

    [Fact]
    public void The_late_will_of_an_earlier_link_is_answered_with_a_birth_too()
    {
        _bench.Connect();
        _bench.Run(10_000);
        _bench.Mqtt.Inbox.Enqueue((State, Encoding.ASCII.GetBytes(Will.Of(42)), false));
        _bench.Run(100);
        Assert.Equal(2, _bench.Births().Count);
    }

    [Fact]
    public void Two_nodes_of_one_name_do_not_flood_the_bus()
    {
        _bench.Connect();
        for (var i = 0; i < 200; i++)
        {
            _bench.Mqtt.Inbox.Enqueue((State, Encoding.ASCII.GetBytes(Will.Of(42)), false));
            _bench.Run(50);
        }

        Assert.InRange(_bench.Births().Count, 2, 3);
    }

    [Fact]
    public void Nothing_but_a_death_leads_to_a_birth()
    {
        _bench.Connect();
        _bench.Run(10_000);
        _bench.Mqtt.Inbox.Enqueue((State, _bench.Mqtt.Published[0].Payload, false));
        _bench.Mqtt.Inbox.Enqueue((State, [], false));
        _bench.Mqtt.Inbox.Enqueue((State, new byte[1024], false));
        _bench.Mqtt.Inbox.Enqueue(("decent/1/5a/board-a/dn/c", Encoding.ASCII.GetBytes(Will.Of(_bench.Link.Current)), false));
        _bench.Run(1_000);
        Assert.Single(_bench.Births());
    }

    [Fact]
    public void Counters_follow_every_minute_give_or_take_a_fifth_and_carry_the_responders_counts()
    {
        _bench.Connect();
        var want = new WantBlocks { Count = 1, Nonce = 5 };
        var buffer = new byte[Limits.DatagramBytesMax];
        var length = want.Write(buffer);
        Assert.True(_bench.Responder.Receive(_bench.NowMs, 0x0A000002, 5000, buffer, length));
        List<long> at = [];
        var frames = new List<Counters>();
        for (var i = 0; i < 20 * 60 * 20; i++)
        {
            _bench.Run(50);
            var all = _bench.Mqtt.Published.Where(p => p.Topic == "decent/1/5a/board-a/up/c").ToArray();
            if (all.Length == at.Count) continue;
            at.Add(_bench.NowMs);
            frames.Add(new Counters());
            Assert.True(frames[^1].TryRead(all[^1].Payload, all[^1].Payload.Length));
            Assert.False(all[^1].Retain);
        }

        Assert.All(at.Zip(at.Skip(1), (a, b) => b - a), w => Assert.InRange(w, 48_000, 72_050));
        Assert.True(at.Zip(at.Skip(1), (a, b) => b - a).Distinct().Count() > 3);
        Assert.All(frames, f => Assert.Equal(1u, f.Wants));
        Assert.Equal((uint)(at[^1] / 1000), frames[^1].Envelope.UptimeSeconds);
    }

    [Fact]
    public void Log_records_are_sent_once_a_link_and_again_when_nobody_acknowledges_them()
    {
        _bench.Connect();
        _bench.Run(60_000);
        Assert.Single(Chunks());
        _bench.Run(600_000);
        Assert.Equal(2, Chunks().Length);
        _bench.Log.Acknowledge(1);
        _bench.Run(1_300_000);
        Assert.Equal(2, Chunks().Length);
    }

    [Fact]
    public void A_clean_stop_sends_the_last_records_then_the_death_then_goodbye()
    {
        _bench.Connect();
        _bench.Run(5_000);
        var before = _bench.Mqtt.Asked.Count;
        Assert.True(_bench.Log.Stop(_bench.NowMs, 0));
        _bench.Link.Stop(_bench.NowMs);
        Assert.Equal(["publish decent/1/5a/board-a/up/l", $"publish {State}", "close"], _bench.Mqtt.Asked.Skip(before));
        var death = new Death();
        Assert.True(death.TryRead(_bench.Mqtt.Published[^1].Payload, _bench.Mqtt.Published[^1].Payload.Length));
        Assert.Equal((Death.ReasonStopped, _bench.Link.Current), (death.Reason, death.Envelope.Link));
        Assert.True(_bench.Mqtt.Published[^1].Retain && _bench.Link.IsQuiet);
        _bench.Run(120_000);
        Assert.Equal("close", _bench.Mqtt.Asked[^1]);
    }

    [Fact]
    public void A_birth_that_found_the_queue_full_is_tried_again()
    {
        _bench.Mqtt.IsFull = true;
        _bench.Connect();
        Assert.Empty(_bench.Births());
        _bench.Mqtt.IsFull = false;
        _bench.Run(100);
        Assert.Single(_bench.Births());
    }

    [Fact]
    public void Nothing_goes_before_a_birth_that_found_the_queue_full()
    {
        _bench.Mqtt.Refusals = 1;
        _bench.Connect();
        Assert.Empty(_bench.Mqtt.Published);
        Assert.False(_bench.Link.IsUp);
        _bench.Run(200_000);
        Assert.Equal(State, _bench.Mqtt.Published[0].Topic);
        Assert.Single(_bench.Births());
        Assert.NotEmpty(_bench.Mqtt.Of("k"));
        Assert.NotEmpty(_bench.Mqtt.Of("c"));
    }

    [Fact]
    public void A_farewell_that_finds_the_queue_full_goes_on_in_the_next_step()
    {
        _bench.Connect();
        _bench.Run(5_000);
        Assert.True(_bench.Log.Stop(_bench.NowMs, 0));
        var before = _bench.Mqtt.Asked.Count;
        _bench.Mqtt.IsFull = true;
        _bench.Link.Stop(_bench.NowMs);
        Assert.Equal(before, _bench.Mqtt.Asked.Count);
        _bench.Mqtt.IsFull = false;
        _bench.Link.Stop(_bench.NowMs);
        _bench.Link.Stop(_bench.NowMs);
        Assert.Equal(["publish decent/1/5a/board-a/up/l", $"publish {State}", "close"], _bench.Mqtt.Asked.Skip(before));
    }

    private byte[][] Chunks() => [.. _bench.Mqtt.Published.Where(p => p.Topic == "decent/1/5a/board-a/up/l").Select(p => p.Payload)];

    private static ulong Expected(uint boot, uint connects)
    {
        var message = new byte[12];
        Encoding.ASCII.GetBytes("link", message);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), boot);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), connects);
        return BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(Some.Identity().Key, message));
    }
}
