using Decent.Firmware.Bus;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Bus;

public sealed class CommandTests
{
    private readonly LinkBench _bench = new();

    public CommandTests() => _bench.Connect();

    [Fact]
    public void A_command_is_executed_once_and_its_answer_is_given_again()
    {
        Order(5, Command.VerbResize, 200);
        Assert.Equal((5ul, CommandResult.Done, 200u), Last());
        Assert.Equal(200, _bench.Cache.Blocks);
        Order(5, Command.VerbResize, 100);
        Assert.Equal((5ul, CommandResult.Done, 200u), Last());
        Assert.Equal((200, 2), (_bench.Cache.Blocks, _bench.Mqtt.Of("r").Length));
        Order(4, Command.VerbResize, 100);
        Order(0, Command.VerbResize, 100);
        Assert.Equal((200, 2), (_bench.Cache.Blocks, _bench.Mqtt.Of("r").Length));
        Assert.All(_bench.Mqtt.Published.Where(p => p.Topic.EndsWith("/up/r", StringComparison.Ordinal)), p => Assert.True(p.Assured && !p.Retain));
    }

    [Fact]
    public void A_size_that_does_not_fit_is_answered_with_what_does()
    {
        Order(1, Command.VerbResize, 5_000);
        Assert.Equal((1ul, CommandResult.Done, 256u), Last());
        Order(2, Command.VerbResize, 0);
        Assert.Equal((2ul, CommandResult.Refused, 0u), Last());
        Order(3, Command.VerbResize, uint.MaxValue);
        Assert.Equal((3ul, CommandResult.Refused, 0u), Last());
    }

    [Fact]
    public void A_command_after_its_time_is_answered_and_not_done()
    {
        _bench.Run(100_000);
        Order(1, Command.VerbResize, 99, until: 60);
        Assert.Equal((1ul, CommandResult.Expired, 0u), Last());
        Order(2, Command.VerbResize, 98, until: 7_200);
        Assert.Equal((2ul, CommandResult.Done, 98u), Last());
        Assert.Equal(98, _bench.Cache.Blocks);
    }

    [Fact]
    public void Prefetch_queues_what_is_not_held_and_pins_what_is()
    {
        var tags = new[] { Some.TagOf([1]), Some.TagOf([2]), Some.TagOf([3]) };
        _bench.Cache.Held.Add(Convert.ToHexStringLower(tags[1]));
        Order(1, Command.VerbPrefetch, 1, tags);
        Assert.Equal((1ul, CommandResult.Done, 2u), Last());
        Assert.Equal([Convert.ToHexStringLower(tags[1])], _bench.Cache.Pinned);
        var tag = new byte[16];
        Assert.True(_bench.Queue.TryPeek(tag, out var pinned) && pinned);
        Assert.Equal(tags[0], tag);
        Order(2, Command.VerbEvict, 0, tags);
        Assert.Equal((2ul, CommandResult.Done, 1u), Last());
        Assert.Equal((0, 0), (_bench.Queue.Count, _bench.Cache.Held.Count));
        Order(3, Command.VerbPrefetch, 0);
        Assert.Equal((3ul, CommandResult.Refused, 0u), Last());
    }

    [Fact]
    public void A_full_queue_takes_no_more_and_says_how_many_it_took()
    {
        var tags = Enumerable.Range(0, 60).Select(i => Some.TagOf([(byte)i])).ToArray();
        Order(1, Command.VerbPrefetch, 0, tags);
        Assert.Equal(60u, Last().Value);
        Order(2, Command.VerbPrefetch, 0, [.. Enumerable.Range(100, 60).Select(i => Some.TagOf([(byte)i]))]);
        Assert.Equal(4u, Last().Value);
        Assert.Equal(PullQueue.SlotsMax, _bench.Queue.Count);
    }

    [Fact]
    public void Identify_shows_the_board_to_a_person_for_a_minute_at_most()
    {
        Order(1, Command.VerbIdentify, 10);
        Order(2, Command.VerbIdentify, 61);
        Assert.Equal((2ul, CommandResult.Refused, 0u), Last());
        Assert.Equal([10L], _bench.Events.Noted.Where(e => e.Code == EventCode.NodeIdentified).Select(e => e.Value));
        Order(3, 99, 0);
        Assert.Equal((3ul, CommandResult.UnknownVerb, 0u), Last());
    }

    [Fact]
    public void Report_brings_birth_counters_and_inventory_at_once()
    {
        _bench.Run(10_000);
        var before = (_bench.Births().Count, _bench.Mqtt.Of("c").Length, _bench.Mqtt.Of("i").Length);
        Order(1, Command.VerbReport, 0);
        _bench.Run(200);
        Assert.Equal((before.Item1 + 1, before.Item2 + 1, before.Item3 + 1), (_bench.Births().Count, _bench.Mqtt.Of("c").Length, _bench.Mqtt.Of("i").Length));
    }

    [Fact]
    public void Restart_is_answered_first_and_is_done_already_when_it_comes_again()
    {
        Order(8, Command.VerbRestart, 0);
        Assert.Equal((8ul, CommandResult.Done, 0u), Last());
        Assert.True(_bench.Desk is { RestartRequested: true, HasAnswer: false });
        var next = Desk(_bench.Flash.Reboot());
        next.Take(1, new Command { Id = 8, Verb = Command.VerbRestart });
        Assert.Equal((true, false, CommandResult.Done), (next.HasAnswer, next.RestartRequested, next.Answer.Status));
    }

    [Fact]
    public void A_drive_that_refuses_lets_nothing_be_executed()
    {
        _bench.Flash.Broken = true;
        Order(1, Command.VerbResize, 77);
        Assert.Equal((1ul, CommandResult.Failed, 0u), Last());
        _bench.Flash.Broken = false;
        Order(1, Command.VerbResize, 77);
        Assert.Equal((1ul, CommandResult.Failed, 0u), Last());
        Assert.Equal((24, 1u), (_bench.Cache.Blocks, _bench.Desk.FlashFailures));
        var unread = new CommandDesk(new RamFlash { Broken = true }, _bench.Cache, _bench.Queue, _bench.Events);
        Assert.False(unread.Load());
        unread.Take(0, new Command { Id = 9, Verb = Command.VerbResize, Value = 5 });
        Assert.Equal((CommandResult.Failed, 24), (unread.Answer.Status, _bench.Cache.Blocks));
    }

    [Fact]
    public void An_answer_that_found_the_queue_full_goes_out_later_and_holds_up_the_next_command()
    {
        _bench.Mqtt.IsFull = true;
        Order(1, Command.VerbResize, 11);
        Order(2, Command.VerbResize, 12);
        Assert.Equal(11, _bench.Cache.Blocks);
        _bench.Mqtt.IsFull = false;
        _bench.Run(200);
        Assert.Equal(2, _bench.Mqtt.Of("r").Length);
        Assert.Equal((2ul, CommandResult.Done, 12u), Last());
    }

    [Fact]
    public void An_answer_that_waits_when_the_connection_breaks_goes_out_on_the_next_link()
    {
        _bench.Mqtt.IsFull = true;
        Order(1, Command.VerbResize, 11);
        _bench.Mqtt.State = Ports.MqttState.Lost;
        _bench.Mqtt.IsFull = false;
        _bench.Run(1_200);
        Assert.Empty(_bench.Mqtt.Of("r"));
        _bench.Connect();
        Assert.Equal((1ul, CommandResult.Done, 11u), Last());
    }

    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.Torn)]
    [InlineData(Cut.After)]
    public void No_cut_lets_a_command_be_executed_twice(Cut cut)
    {
        var reached = 0;
        for (var operation = 1; operation < 40; operation++)
        {
            var cache = new CountingCache();
            var flash = new RamFlash { CutAt = operation, Cut = cut };
            ulong highest = 0;
            try
            {
                var desk = Desk(flash, cache);
                for (ulong id = 1; id <= 6; id++) desk.Take(0, Resize(highest = id));
            }
            catch (PowerCutException)
            {
                reached++;
            }

            var again = Desk(flash.Reboot(), cache);
            for (var id = 1ul; id <= highest; id++) again.Take(0, Resize(id));
            Assert.All(cache.Times, t => Assert.InRange(t.Value, 0, 1));
            Assert.Equal(highest, again.Answer.Id);
        }

        Assert.InRange(reached, 20, 38);
    }

    private static Command Resize(ulong id) => new() { Id = id, Verb = Command.VerbResize, Value = (uint)id };

    private CommandDesk Desk(RamFlash flash, ICacheOrders? cache = null)
    {
        var desk = new CommandDesk(flash, cache ?? _bench.Cache, _bench.Queue, _bench.Events);
        Assert.True(desk.Load());
        return desk;
    }

    private void Order(ulong id, byte verb, uint value, byte[][]? tags = null, uint until = 0)
    {
        var command = new Command { Id = id, Verb = verb, Value = value, Count = tags?.Length ?? 0, UntilUptimeSeconds = until };
        for (var i = 0; i < command.Count; i++) tags![i].CopyTo(command.Tags, 16 * i);
        _bench.Tell(_bench.Down(command.Envelope, command.Write));
    }

    private (ulong Id, byte Status, uint Value) Last()
    {
        var result = new CommandResult();
        var payload = _bench.Mqtt.Of("r")[^1];
        Assert.True(result.TryRead(payload, payload.Length));
        return (result.Id, result.Status, result.Value);
    }

    private sealed class CountingCache : ICacheOrders
    {
        public Dictionary<int, int> Times { get; } = [];

        public uint Generation => 0;

        public int Resize(int blocks) => Times[blocks] = Times.GetValueOrDefault(blocks) + 1;

        public bool Holds(byte[] tags, int offset) => false;

        public bool Pin(byte[] tags, int offset) => false;

        public bool Unpin(byte[] tags, int offset) => false;

        public bool Evict(byte[] tags, int offset) => false;

        public void Fill(Inventory inventory)
        {
        }
    }
}
