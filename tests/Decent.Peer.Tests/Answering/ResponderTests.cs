using Decent.Peer.Answering;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Answering;

public sealed class ResponderTests
{
    private readonly SentDatagrams _port = new();
    private readonly WorldStore _store = new();
    private readonly WorldBlock _block = WorldBlock.Random(new Rng(1), Limits.BlockBytesMax);
    private readonly Responder _responder;

    public ResponderTests()
    {
        _store.Add(_block);
        _responder = Some.Responder(_store, _port);
    }

    [Fact]
    public void A_broadcast_waits_out_its_jitter_and_a_unicast_does_not()
    {
        HashSet<long> waits = [];
        for (int i = 0; i < 400; i++)
        {
            long nowMs = i * 1_000L;
            Receive(nowMs, Some.Want([_block], unicast: true, nonce: (ulong)(2 * i + 1)));
            Assert.Single(_port.Sent);
            Receive(nowMs, Some.Want([_block], nonce: (ulong)(2 * i + 2)));
            long waitMs = _port.Sent.Count == 2 ? 0 : _responder.WakeAtMs - nowMs;
            waits.Add(waitMs);
            _responder.Tick(nowMs + waitMs - 1);
            Assert.Equal(waitMs == 0 ? 2 : 1, _port.Sent.Count);
            _responder.Tick(nowMs + waitMs);
            Assert.Equal(2, _port.Sent.Count);
            _port.Sent.Clear();
        }

        Assert.Equal((0, 50), (waits.Min(), waits.Max()));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(130, 2)]
    public void A_broadcast_of_a_question_just_answered_in_person_is_answered_only_when_the_ladder_repeats_it(long afterMs, int answers)
    {
        Receive(1_000, Some.Want([_block], unicast: true));
        Receive(1_000 + afterMs, Some.Want([_block]));
        _responder.Tick(2_000);
        Assert.Equal(answers, _port.Sent.Count);
    }

    [Fact]
    public void A_question_that_is_repeated_is_one_demand_and_another_lookups_is_the_second()
    {
        WorldBlock absent = WorldBlock.Random(new Rng(2), Limits.BlockBytesMax);
        Demand demand = new(4);
        _responder.Demand = demand;
        byte[] want = Some.Want([absent]);
        want[11] = 1;
        for (int i = 0; i < 4; i++) Receive(i * 130, want);
        byte[] into = new byte[Limits.TagBytes];
        Assert.False(demand.TryTake(2, into));
        want[4] ^= 1;
        Receive(2_000, want);
        Assert.True(demand.TryTake(2, into));
    }

    [Fact]
    public void An_answer_is_never_larger_than_its_question()
    {
        for (int count = 1; count <= Limits.WantTagsMax; count++)
        {
            byte[] want = Some.Want([.. Enumerable.Repeat(_block, count)], unicast: true);
            Receive(count * 1_000, want);
            Assert.InRange(_port.Bytes, 1, want.Length);
            _port.Sent.Clear();
        }
    }

    [Fact]
    public void A_good_cookie_brings_the_missing_chunks_and_no_others()
    {
        byte[] cookie = Cookie(0);
        for (byte missing = 1; missing <= 7; missing++)
        {
            Receive(1_000 * missing, Some.Get(_block, cookie, missing));
            int[] chunks = [.. _port.Sent.Select(one => (int)one.Bytes[20])];
            Assert.Equal(Enumerable.Range(0, 3).Where(chunk => (missing >> chunk & 1) != 0), chunks);
            _port.Sent.Clear();
        }
    }

    [Fact]
    public void A_cookie_of_another_address_or_port_is_refused()
    {
        byte[] get = Some.Get(_block, Cookie(0));
        _responder.Receive(1, Some.Address + 1, Some.Port, get, get.Length);
        _responder.Receive(1, Some.Address, Some.Port + 1, get, get.Length);
        Assert.Empty(_port.Sent);
        Assert.Equal(2u, _responder.Counts.Limited);
        Receive(1, get);
        Assert.Equal(3, _port.Sent.Count);
    }

    [Fact]
    public void A_cookie_two_minutes_old_is_refused()
    {
        byte[] get = Some.Get(_block, Cookie(59_999));
        Receive(119_999, get);
        Assert.Equal(3, _port.Sent.Count);
        Receive(120_000, get);
        Assert.Equal(3, _port.Sent.Count);
        byte[] longest = Some.Get(_block, Cookie(180_000));
        _port.Sent.Clear();
        Receive(299_999, longest);
        Assert.Equal(3, _port.Sent.Count);
        Receive(300_000, longest);
        Assert.Equal(3, _port.Sent.Count);
    }

    [Fact]
    public void Every_bit_of_a_cookie_counts()
    {
        byte[] cookie = Cookie(0);
        for (int bit = 0; bit < 64; bit++)
        {
            byte[] forged = (byte[])cookie.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Receive(1, Some.Get(_block, forged));
        }

        Assert.Empty(_port.Sent);
    }

    [Fact]
    public void A_source_of_a_foreign_prefix_is_not_answered()
    {
        byte[] want = Some.Want([_block], unicast: true);
        _responder.Receive(0, 0x0A000105, Some.Port, want, want.Length);
        Assert.Empty(_port.Sent);
        Assert.Equal((1u, 1u, 0u), (_responder.Counts.Wants, _responder.Counts.Limited, _responder.Counts.Haves));
    }

    [Fact]
    public void One_source_gets_twenty_answers_a_second_and_all_together_sixty()
    {
        byte[] want = Some.Want([_block], unicast: true);
        for (int i = 0; i < 100; i++) Receive(0, want);
        Assert.Equal(20, _port.Sent.Count);
        for (uint source = 1; source < 12; source++)
        {
            for (int i = 0; i < 10; i++) _responder.Receive(0, Some.Address + source, Some.Port, want, want.Length);
        }

        Assert.Equal(60, _port.Sent.Count);
        Receive(1_000, want);
        Assert.Equal(61, _port.Sent.Count);
    }

    [Fact]
    public void Bytes_a_second_are_limited_even_for_a_good_cookie()
    {
        byte[] get = Some.Get(_block, Cookie(0));
        for (int i = 0; i < 1_000; i++) Receive(0, get);
        Assert.InRange(_responder.Counts.BytesServed, 390_000ul, 400_000ul);
    }

    [Fact]
    public void A_request_for_one_chunk_is_charged_one_chunk()
    {
        byte[] get = Some.Get(_block, Cookie(0), missing: 2);
        for (int i = 0; i < 1_000; i++) Receive(0, get);
        Assert.Equal(400_000 / Limits.ChunkBytesMax, _port.Sent.Count);
    }

    [Fact]
    public void Over_the_byte_rate_no_block_is_read()
    {
        CountedReads reads = new(_store);
        Responder responder = Some.Responder(reads, _port, new ResponderOptions { BytesPerSecond = Limits.BlockBytesMax });
        byte[] want = Some.Want([_block], unicast: true);
        responder.Receive(0, Some.Address, Some.Port, want, want.Length);
        Have have = new();
        Assert.True(have.TryRead(_port.Sent[^1].Bytes, _port.Sent[^1].Bytes.Length));
        byte[] get = Some.Get(_block, have.Cookie);
        for (int i = 0; i < 50; i++) responder.Receive(0, Some.Address, Some.Port, get, get.Length);
        Assert.Equal((1, 49u), (reads.Count, responder.Counts.Limited));
    }

    [Fact]
    public void What_is_asked_for_and_not_held_is_noted_as_demand()
    {
        WorldBlock wanted = WorldBlock.Random(new Rng(9), 100);
        _responder.Demand = new Demand(4);
        Receive(0, Some.Want([_block, wanted]));
        byte[] tag = new byte[Limits.TagBytes];
        Assert.True(_responder.Demand.TryTake(1, tag));
        Assert.Equal(wanted.Tag, tag);
        Assert.False(_responder.Demand.TryTake(1, tag));
    }

    [Fact]
    public void A_full_queue_of_delayed_answers_keeps_silent()
    {
        Responder busy = Some.Responder(_store, _port, new ResponderOptions { DelayedMax = 2, WantsPerSource = 1_000, WantsInAll = 1_000 });
        byte[] want = Some.Want([_block]);
        for (int i = 0; i < 60; i++) busy.Receive(0, Some.Address, Some.Port, want, want.Length);
        int atOnce = _port.Sent.Count;
        busy.Tick(50);
        Assert.Equal(2, _port.Sent.Count - atOnce);
        Assert.Equal(long.MaxValue, busy.WakeAtMs);
        Assert.Equal(60u, busy.Counts.Haves + busy.Counts.Limited);
    }

    private void Receive(long nowMs, byte[] datagram) => _responder.Receive(nowMs, Some.Address, Some.Port, datagram, datagram.Length);

    private byte[] Cookie(long nowMs)
    {
        Receive(nowMs, Some.Want([_block], unicast: true));
        Have have = new();
        Assert.True(have.TryRead(_port.Sent[^1].Bytes, _port.Sent[^1].Bytes.Length));
        _port.Sent.Clear();
        return (byte[])have.Cookie.Clone();
    }
}
