using Decent.World;

namespace Decent.Peer.Tests.Simulated;

public sealed class WorldTests
{
    [Fact]
    public void The_same_seed_tells_the_same_story_and_another_seed_another()
    {
        string story = Story(5);
        Assert.True(story.Length > 1_000);
        Assert.Equal(story, Story(5));
        Assert.NotEqual(story, Story(6));
    }

    [Fact]
    public void What_is_due_together_happens_in_the_order_planned()
    {
        WorldClock clock = new();
        List<string> happened = [];
        clock.At(20, () => happened.Add("c"));
        clock.At(10, () => happened.Add("a"));
        clock.At(10, () => clock.After(0, () => happened.Add("b")));
        clock.RunTo(19);
        Assert.Equal(["a", "b"], happened);
        Assert.Equal((19, 1), (clock.NowMs, clock.Pending));
    }

    [Fact]
    public void A_broadcast_reaches_its_subnet_and_a_partition_parts_it()
    {
        World.World world = new(1);
        List<uint> heard = [];
        foreach (uint address in new uint[] { 0x0A000032, 0x0A000033, 0x0A000132 })
            world.Network.Attach(new WorldEndpoint(address, Some.Port), datagram => heard.Add(datagram.To.Address));
        Decent.Peer.Ports.IDatagramPort port = world.Network.Attach(new WorldEndpoint(0x0A000031, Some.Port), _ => { });
        world.Network.Isolate(0x0A000033, 1);
        port.Broadcast([1], 1);
        world.Clock.RunTo(10);
        Assert.Equal([0x0A000032u], heard);
        world.Network.Heal();
        port.Broadcast([1], 1);
        world.Clock.RunTo(20);
        Assert.Equal([0x0A000032u, 0x0A000032u, 0x0A000033u], heard);
    }

    [Fact]
    public void A_machine_that_spins_is_stopped()
    {
        WorldClock clock = new();
        WorldAlarm? alarm = null;
        alarm = new WorldAlarm(clock, () => alarm!.Set(0));
        alarm.Set(5);
        Assert.Throws<SafetyException>(() => clock.RunTo(6));
    }

    [Fact]
    public void Data_without_a_cookie_and_an_answer_larger_than_its_question_are_seen()
    {
        World.World world = new(1);
        Decent.Peer.Ports.IDatagramPort port = world.Network.Attach(new WorldEndpoint(0x0A000031, Some.Port), _ => { });
        byte[] data = Some.Data(WorldBlock.Random(new Rng(1), 10), 0, 1);
        Assert.Throws<SafetyException>(() => port.Send(1, 1, data, data.Length));
        byte[] have = Some.Have(1, 1);
        Assert.Throws<SafetyException>(() => port.Send(1, 1, have, have.Length));
    }

    private static string Story(ulong seed) => new Scenario(blocks: 8, seed: seed).Board("a").Board("b", PeerFault.Lies).Edge("c").Instance()
        .Network(new LinkOptions { LossPercent = 20, JitterMs = 50, DuplicatePercent = 20, ReorderPercent = 20 }).Run().World.Trace.ToString();
}
