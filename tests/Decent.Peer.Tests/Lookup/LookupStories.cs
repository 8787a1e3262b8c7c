using Decent.Peer.Lookup;
using Decent.Peer.Transfer;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Lookup;

/// <summary>The path of one question as short stories in a world: who is there, what goes wrong, and what the asker sees of it when.</summary>
public sealed class LookupStories
{
    [Fact]
    public void A_lookup_asks_the_instance_only_after_peers_stay_silent()
    {
        Scenario story = new Scenario().Board("lamp", PeerFault.Silent).Instance(delayMs: 80);
        TrafficTap tap = new(story.World.Network);
        story.Run();
        Assert.Equal([300], story.Asker.Diary.AskedInstanceAtMs);
        Assert.Equal([0, 130, 260], tap.Questions.Select(question => question.AtMs));
        Assert.Equal(LookupStep.Found, story.End);
        Assert.Equal(380, story.Asker.Diary.EndedAtMs);
        Assert.Equal(1, story.Asker.Diary.FromInstance);
    }

    [Fact]
    public void A_lan_that_was_silent_once_is_given_half_the_time_at_the_next_lookup()
    {
        Scenario story = new Scenario().Instance().Run();
        long begunMs = story.World.Clock.NowMs;
        story.Run();
        Assert.Equal([begunMs + 150], story.Asker.Diary.AskedInstanceAtMs);
    }

    [Fact]
    public void When_the_peers_that_answered_have_given_all_they_can_the_lan_is_asked_again_at_once()
    {
        Scenario story = new Scenario(blocks: 2).Board("a", holds: [0]).Board("b", holds: [1]).WithoutInstance();
        int toB = 0;
        story.World.Network.Loses = datagram => datagram.To == story["b"].At && toB++ == 0;
        story.Run();
        Assert.Equal(LookupStep.Found, story.End);
        Assert.InRange(story.Asker.Diary.EndedAtMs, 132, 200);
    }

    [Fact]
    public void A_peer_that_delivered_is_asked_in_person_next_time_and_answers_once_without_jitter()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Scenario story = new Scenario(seed: seed).Board("lamp").WithoutInstance().Run();
            TrafficTap tap = new(story.World.Network);
            long begunMs = story.World.Clock.NowMs;
            story.Run();
            Assert.Equal(LookupStep.Found, story.End);
            WorldDatagram have = Assert.Single(tap.Datagrams, datagram => datagram.Type == DatagramType.Have);
            Assert.InRange(have.SentMs - begunMs, 0, 10);
        }
    }

    [Fact]
    public void Questions_stop_while_a_peer_delivers()
    {
        Scenario story = new Scenario(blocks: 64).Edge("pi").Instance();
        TrafficTap tap = new(story.World.Network);
        story.Run();
        Assert.Single(tap.Questions);
        Assert.Equal(64, story.Asker.Diary.FromPeers);
        Assert.Empty(story.Asker.Diary.AskedInstanceAtMs);
        Assert.Equal(64 * 3, tap.Sent(DatagramType.Data));
    }

    [Fact]
    public void A_lowered_threshold_wakes_a_peer_of_low_avasc()
    {
        Scenario story = new Scenario().Board("new", avascMilli: 500).WithoutInstance().Threshold(1_000);
        TrafficTap tap = new(story.World.Network);
        story.Run();
        Assert.Equal([(0, 1_000u), (130, 1_000u), (260, 1_000u), (400, 500u)], tap.Questions);
        Assert.Equal(LookupStep.Found, story.End);
        Assert.InRange(story.Asker.Diary.EndedAtMs, 404, 470);
    }

    [Fact]
    public void A_peer_below_half_the_threshold_never_answers()
    {
        Scenario story = new Scenario().Board("new", avascMilli: 499).WithoutInstance().Threshold(1_000).Run(10_000);
        Assert.Equal(0, story.Arrived);
        Assert.Equal(0u, story["new"].Responder.Counts.Haves);
    }

    [Fact]
    public void The_instance_says_404_and_the_lookup_is_over()
    {
        Scenario story = new Scenario().Instance(InstanceMood.NotFound, delayMs: 20).Run();
        Assert.Equal(LookupStep.NotFound, story.End);
        Assert.Equal(322, story.Asker.Diary.EndedAtMs);
    }

    [Fact]
    public void A_404_waits_for_the_peers_that_still_deliver()
    {
        Scenario story = new Scenario(blocks: 2).Board("napping", PeerFault.Slow).Instance(InstanceMood.NotFound, delayMs: 1);
        story["napping"].SlowMs = 200;
        story.Run();
        Assert.Equal(LookupStep.Found, story.End);
        Assert.Equal(2, story.Asker.Diary.FromPeers);
    }

    [Fact]
    public void A_caller_is_told_after_a_second_when_the_instance_is_away()
    {
        Scenario story = new Scenario().Instance(InstanceMood.Away, delayMs: 5).Run(1_500);
        Assert.Equal([300], story.Asker.Diary.AskedInstanceAtMs);
        Assert.Equal(1_000, story.Asker.Diary.TimedOutAtMs);
        Assert.Equal([1_000], story.Asker.Diary.SleptAtMs);
    }

    [Fact]
    public void A_lookup_without_anybody_sleeps_one_two_four_up_to_sixty_seconds()
    {
        Scenario story = new Scenario().WithoutInstance().Run(400_000);
        List<long> slept = story.Asker.Diary.SleptAtMs;
        List<long> naps = [.. story.Asker.Diary.WokeAtMs.Select((wokeMs, i) => wokeMs - slept[i])];
        Assert.Equal([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000], naps.Take(10));
        Assert.Equal(1_000, story.Asker.Diary.TimedOutAtMs);
    }

    [Fact]
    public void A_sleeping_lookup_is_woken_by_a_late_have()
    {
        Scenario story = new Scenario().Board("drowsy", PeerFault.Slow).WithoutInstance();
        story["drowsy"].SlowMs = 1_200;
        story.When(1_190, one => one["drowsy"].Fault = PeerFault.None).Run();
        Assert.Equal([1_000], story.Asker.Diary.SleptAtMs);
        Assert.Equal(LookupStep.Found, story.End);
        Assert.InRange(story.Asker.Diary.EndedAtMs, 1_200, 1_300);
    }

    [Fact]
    public void A_sleeping_lookup_is_woken_by_the_bus_and_its_new_caller_waits_a_second_of_its_own()
    {
        Scenario story = new Scenario().WithoutInstance().When(1_500, one => one.Asker.Wake(false)).Run(2_600);
        Assert.Equal(1_500, story.Asker.Diary.WokeAtMs[0]);
        Assert.Equal(2_500, story.Asker.Diary.TimedOutAtMs);
    }

    [Fact]
    public void A_lying_peer_is_quarantined_and_the_block_comes_from_another()
    {
        Scenario story = new Scenario(blocks: 8).Board("liar", PeerFault.Lies).Board("honest").WithoutInstance().Run();
        Assert.Equal(LookupStep.Found, story.End);
        Assert.Equal(8, story.Asker.Diary.FromPeers);
        Assert.Equal(1u, story.Asker.Peers.Quarantined);
        Assert.InRange(story.Asker.Quest.Gather.WrongBlocks, 1, 2);
        story.Run();
        Assert.Equal(0, story.Asker.Quest.Gather.WrongBlocks);
    }

    [Fact]
    public void A_sender_whose_block_the_stronger_check_refuses_is_quarantined_too()
    {
        Scenario story = new Scenario().Board("twin").Instance();
        story.Asker.Refuses = _ => true;
        story.Run();
        Assert.Equal(1, story.Asker.Diary.FromInstance);
        Assert.Equal(1u, story.Asker.Peers.Quarantined);
    }

    [Fact]
    public void A_peer_that_dies_between_have_and_data_costs_less_than_a_second()
    {
        Scenario story = new Scenario(blocks: 64).Board("dying", PeerFault.DiesAfterHave).WithoutInstance();
        story.When(950, one => one["dying"].Fault = PeerFault.None).Run(10_000);
        Assert.Equal(64, story.Asker.Diary.FromPeers);
        Assert.InRange(story.Asker.Diary.EndedAtMs, 900, 2_500);
    }

    [Fact]
    public void The_instance_takes_over_from_a_peer_that_dies_between_have_and_data()
    {
        Scenario story = new Scenario(blocks: 3).Board("dying", PeerFault.DiesAfterHave).Instance(delayMs: 50).Run();
        Assert.Equal(3, story.Asker.Diary.FromInstance);
        Assert.Equal([60], story.Asker.Diary.AskedInstanceAtMs); // the HAVE came within 52 ms, which is all that this LAN has shown so far
    }

    [Fact]
    public void An_instance_slower_than_the_lan_delivers_nothing_twice()
    {
        Scenario story = new Scenario(blocks: 4).Board("napping", PeerFault.Slow).Instance(delayMs: 3_000);
        story["napping"].SlowMs = 160;
        story.Run();
        Assert.Equal(4, story.Asker.Diary.FromPeers);
        Assert.Equal(1, story.World.Instance.Asked);
        story.World.Clock.RunTo(6_000);
        Assert.Equal(LookupStep.Found, story.Asker.Quest.State);
    }

    [Fact]
    public void A_lan_slower_than_the_instance_is_overtaken()
    {
        Scenario story = new Scenario(blocks: 4).Board("asleep", PeerFault.Slow).Instance(delayMs: 10);
        story["asleep"].SlowMs = 500;
        story.Run();
        Assert.Equal(4, story.Asker.Diary.FromInstance);
        Assert.Equal(316, story.Asker.Diary.EndedAtMs);
    }

    [Fact]
    public void Instance_and_peers_that_have_a_part_each_make_a_whole()
    {
        Scenario story = new Scenario(blocks: 6).Board("a", holds: [0, 1]).Board("b", holds: [1, 2]).Instance(holds: [3, 4, 5]).Run();
        Assert.Equal(LookupStep.Found, story.End);
        Assert.Equal((3, 3), (story.Asker.Diary.FromPeers, story.Asker.Diary.FromInstance));
    }

    [Fact]
    public void What_neither_peers_nor_instance_have_is_not_found_and_the_rest_has_arrived()
    {
        Scenario story = new Scenario(blocks: 3).Board("a", holds: [0]).Instance(holds: [1]).Run();
        Assert.Equal(LookupStep.NotFound, story.End);
        Assert.Equal(2, story.Arrived);
    }

    [Fact]
    public void Duplicate_and_reordered_data_change_nothing()
    {
        Scenario story = new Scenario(blocks: 20).Board("lamp").WithoutInstance()
            .Network(new LinkOptions { DuplicatePercent = 100, ReorderPercent = 50, JitterMs = 30 }).Run();
        Assert.Equal(20, story.Asker.Diary.FromPeers);
        Assert.Equal(0, story.Asker.Quest.Gather.WrongBlocks);
        Assert.Equal(0u, story.Asker.Peers.Quarantined);
    }

    [Fact]
    public void A_damaged_store_is_silent_and_not_blamed()
    {
        Scenario story = new Scenario().Board("worn", PeerFault.Damaged).Instance().Run();
        Assert.Equal(1, story.Asker.Diary.FromInstance);
        Assert.Equal(0u, story.Asker.Peers.Quarantined);
    }

    [Fact]
    public void Wrong_bytes_of_the_instance_count_as_away()
    {
        Scenario story = new Scenario().Instance(InstanceMood.Wrong).Run(1_500);
        Assert.Equal(0, story.Arrived);
        Assert.Equal(1_000, story.Asker.Diary.TimedOutAtMs);
    }

    [Fact]
    public void A_board_never_has_more_than_two_blocks_to_send()
    {
        Scenario story = new Scenario(blocks: 64).Board("lamp").WithoutInstance().Run();
        Assert.Equal(64, story.Arrived);
        Assert.Equal(2, story.World.Watch.WidestWindow);
    }

    [Fact]
    public void A_liar_is_not_believed_for_ten_minutes_and_then_again()
    {
        PeerTable table = new(2);
        int slot = table.Slot(0, 1, 1);
        table.Quarantine(0, slot);
        Assert.True(table.IsQuarantined(PeerTable.QuarantineMs - 1, slot));
        Assert.False(table.IsQuarantined(PeerTable.QuarantineMs, slot));
    }
}
