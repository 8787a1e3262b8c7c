using Decent.Instance.Nodes;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Nodes;

public sealed class NodeCursorsTests
{
    private readonly Dictionary<string, NodeCursor> _known = [];
    private readonly NodeCursors _cursors;

    public NodeCursorsTests() => _cursors = new NodeCursors(_known);

    private NodeState State => _known["kitchen-pi"].State;

    [Fact]
    public void A_will_counts_only_for_the_current_link()
    {
        Assert.Equal(FrameVerdict.Stale, Will(1));
        Assert.Equal(FrameVerdict.Taken, Birth(link: 1, sequence: 1));
        Assert.Equal(FrameVerdict.Taken, Birth(link: 2, sequence: 1, connects: 2));
        Assert.Equal(FrameVerdict.Stale, Will(1));
        Assert.Equal(NodeState.Alive, State);
        Assert.Equal(FrameVerdict.Taken, Will(2));
        Assert.Equal(NodeState.Dead, State);
        Assert.Equal(FrameVerdict.Duplicate, Will(2));
    }

    [Fact]
    public void A_node_that_reads_its_own_will_while_alive_is_born_again_on_the_same_link()
    {
        Birth(link: 1, sequence: 1);
        Will(1);
        Assert.Equal(FrameVerdict.Taken, Birth(link: 1, sequence: 2));
        Assert.Equal(NodeState.Alive, State);
    }

    [Fact]
    public void The_will_that_follows_an_announced_power_loss_does_not_hide_it()
    {
        Birth(link: 1, sequence: 1);
        Assert.Equal(FrameVerdict.Taken, Death(link: 1, sequence: 2, Decent.Protocol.Frames.Death.ReasonPower));
        Assert.Equal(FrameVerdict.Duplicate, Will(1));
        Assert.Equal(NodeState.Power, State);
    }

    [Fact]
    public void A_frame_of_the_same_link_counts_once()
    {
        Birth(link: 1, sequence: 3);
        Assert.Equal(FrameVerdict.Duplicate, Birth(link: 1, sequence: 3));
        Assert.Equal(FrameVerdict.Taken, Counters(link: 1, sequence: 4));
        Assert.Equal(FrameVerdict.Duplicate, Counters(link: 1, sequence: 4));
        Assert.Equal(FrameVerdict.Stale, Counters(link: 9, sequence: 5));
    }

    [Fact]
    public void A_retained_birth_older_than_a_known_one_is_what_a_killed_broker_remembered()
    {
        Birth(link: 2, sequence: 1, boot: 4, connects: 7);
        Assert.Equal(FrameVerdict.Stale, Birth(link: 1, sequence: 1, boot: 4, connects: 6, retained: true));
        Assert.Equal(FrameVerdict.Taken, Birth(link: 3, sequence: 1, boot: 5, connects: 1, retained: true));
        // Said just now it counts: a board that was flashed anew begins at 1.
        Assert.Equal(FrameVerdict.Taken, Birth(link: 4, sequence: 1, boot: 1, connects: 1));
    }

    [Fact]
    public void Log_records_of_an_earlier_link_are_welcome()
    {
        Birth(link: 2, sequence: 5);
        Assert.Equal(FrameVerdict.Taken, Log(link: 1, sequence: 9));
        Assert.Equal(FrameVerdict.Taken, Log(link: 2, sequence: 6));
        Assert.Equal(FrameVerdict.Duplicate, Log(link: 2, sequence: 6));
    }

    private FrameVerdict Birth(ulong link, uint sequence, uint boot = 1, uint connects = 1, bool retained = false)
    {
        var birth = new Birth { Boot = boot, Connects = connects };
        Set(birth.Envelope, link, sequence);
        return _cursors.Judge(new UpFrame { Node = "kitchen-pi", Birth = birth, Retained = retained });
    }

    private FrameVerdict Death(ulong link, uint sequence, byte reason)
    {
        var death = new Death { Reason = reason };
        Set(death.Envelope, link, sequence);
        return _cursors.Judge(new UpFrame { Node = "kitchen-pi", Death = death });
    }

    private FrameVerdict Counters(ulong link, uint sequence)
    {
        var counters = new Counters();
        Set(counters.Envelope, link, sequence);
        return _cursors.Judge(new UpFrame { Node = "kitchen-pi", Counters = counters });
    }

    private FrameVerdict Log(ulong link, uint sequence)
    {
        var envelope = new Envelope();
        Set(envelope, link, sequence);
        return _cursors.Judge(new UpFrame { Node = "kitchen-pi", LogEnvelope = envelope });
    }

    private FrameVerdict Will(ulong link) => _cursors.Judge(new UpFrame { Node = "kitchen-pi", Will = link });

    private static void Set(Envelope envelope, ulong link, uint sequence) => (envelope.Link, envelope.Sequence) = (link, sequence);
}
