using System.Net;
using System.Net.Sockets;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Protocol.Datagrams;

namespace Decent.Hosting.Tests;

public sealed class PeerLoopTests
{
    /// <summary>Asks so often that a datagram may be lost, and gives up only when a machine that stalls would have long gone on.</summary>
    private static readonly LookupOptions Patient = new()
    {
        AskAtMs = [0, 130, 1_000, 4_000, 10_000], LoweredAtMs = 15_000, SilentAtMs = 25_000, CallerMs = 25_000, PeersMs = 25_000, StalledMs = 25_000,
    };

    /// <summary>A question goes out once in the time of a test.</summary>
    private static readonly LookupOptions AsksOnce = new()
    {
        AskAtMs = [0, 60_000, 120_000], LoweredAtMs = 180_000, SilentAtMs = 240_000, CallerMs = 300_000, PeersMs = 300_000, StalledMs = 300_000,
    };

    [Fact]
    public async Task Blocks_go_from_one_loop_to_another()
    {
        Lan lan = new();
        await using Node holder = new(lan, blocks: 64), asker = new(lan, lookup: Patient);

        BlocksQuest quest = await asker.AskAsync(0, 64);

        Assert.Equal(LookupOutcome.Found, await quest.Told.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(Node.Block(i), asker.Received[i]));
    }

    [Fact]
    public async Task Who_said_to_be_gone_is_asked_with_all_others_and_not_in_person()
    {
        Lan lan = new();
        await using Node holder = new(lan, blocks: 3), asker = new(lan, lookup: AsksOnce);
        await FoundAsync(asker, 0);
        await BehindAsync(asker, holder);
        await FoundAsync(asker, 1);
        await BehindAsync(asker, holder);
        uint toKnown = holder.Loop.Responder.Counts.Wants;

        byte[] gone = new byte[Gone.Bytes];
        Assert.Equal(gone.Length, new Gone { Node = 1 }.Write(gone));
        holder.Port.Send(asker.Port.Interfaces.First().Address, (ushort)lan.Port, gone, gone.Length);
        await BehindAsync(holder, asker);
        await FoundAsync(asker, 2);
        await BehindAsync(asker, holder);

        // By broadcast alone; by broadcast and in person; by broadcast alone.
        Assert.Equal((3u, 4u), (toKnown, holder.Loop.Responder.Counts.Wants));
    }

    private static async Task FoundAsync(Node asker, int block)
    {
        BlocksQuest quest = await asker.AskAsync(block, 1);
        Assert.Equal(LookupOutcome.Found, await quest.Told.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
    }

    /// <summary>Ends when everything that one sent to the other's two addresses before was taken: garbage behind it was counted.</summary>
    private static async Task BehindAsync(Node from, Node to)
    {
        uint expected = to.Loop.Responder.Counts.Malformed + 2;
        from.Port.Send(to.Port.Interfaces.First().Address, (ushort)to.Port.Port, [0], 1);
        from.Port.Broadcast([0], 1);
        using CancellationTokenSource bound = new(Lan.Patience);
        while (to.Loop.Responder.Counts.Malformed < expected)
        {
            bound.Token.ThrowIfCancellationRequested();
            await to.Loop.AnswerAsync(bound.Token);
        }
    }

    [Fact]
    public async Task Thousands_of_garbage_datagrams_are_counted_and_harm_nothing()
    {
        Lan lan = new();
        await using Node holder = new(lan, blocks: 8), asker = new(lan, lookup: Patient);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        IPEndPoint target = new(LanAddress.Of(holder.Port.Interfaces.First().Address), lan.Port);
        Decent.Peer.Rng rng = new(4);
        for (int i = 0; i < 4000; i++)
        {
            byte[] garbage = [.. Enumerable.Range(0, rng.Below(1400)).Select(_ => (byte)rng.Next())];
            socket.SendTo(garbage, target);
        }

        BlocksQuest quest = await asker.AskAsync(0, 8);

        Assert.Equal(LookupOutcome.Found, await quest.Told.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.True(holder.Loop.Responder.Counts.Malformed > 100);
        Assert.False(holder.Loop.Completion.IsCompleted);
    }

    [Fact]
    public void A_full_queue_of_datagrams_drops_and_takes_again_once_there_is_room()
    {
        using Mailbox mail = new(datagramsMax: 2, TestContext.Current.CancellationToken);
        List<ushort> taken = [];

        bool[] put = [.. Enumerable.Range(0, 5).Select(i => mail.Put(new Datagram(1, (ushort)i, new byte[16], 16)))];
        bool more = mail.Drain(command => command(0), datagram => taken.Add(datagram.Port), datagrams: 1);
        bool again = mail.Put(new Datagram(1, 9, new byte[16], 16));
        mail.Drain(command => command(0), datagram => taken.Add(datagram.Port), datagrams: 10);

        Assert.Equal([true, true, false, false, false], put);
        Assert.Equal((true, true, 3L), (more, again, mail.Dropped));
        Assert.Equal([0, 1, 9], taken);
    }

    [Fact]
    public async Task More_commands_than_the_queue_holds_are_all_run()
    {
        using Mailbox mail = new(datagramsMax: 1, TestContext.Current.CancellationToken);
        int run = 0;
        for (int i = 0; i < 5000; i++)
        {
            mail.Post(_ => run++);
        }

        using CancellationTokenSource bound = new(Lan.Patience);
        while (run < 5000)
        {
            bound.Token.ThrowIfCancellationRequested();
            mail.Drain(command => command(0), _ => { }, datagrams: 1);
            await Task.Yield();
        }

        Assert.Equal(5000, run);
    }

    [Fact]
    public async Task No_more_questions_than_allowed_are_on_the_way()
    {
        Lan lan = new();
        await using Node asker = new(lan, questsMax: 2);
        TaskCompletionSource bothAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        void Ask(BlocksQuest quest, ulong missing)
        {
            if (Interlocked.Increment(ref asked) == 2)
            {
                bothAsked.TrySetResult();
            }
        }

        BlocksQuest first = await asker.AskAsync(0, 1, instance: true, Ask);
        BlocksQuest second = await asker.AskAsync(1, 1, instance: true, Ask);
        Task<BlocksQuest> third = asker.AskAsync(2, 1, instance: true, Ask);
        await bothAsked.Task.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);

        asker.Loop.InstanceEnded(first, InstanceAnswer.NotFound);
        BlocksQuest begun = await third.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(LookupOutcome.NotFound, await first.Told.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(second.Told.IsCompleted);
        Assert.NotSame(first, begun);
    }

    [Fact]
    public async Task Sleepers_are_bounded_and_the_oldest_makes_room()
    {
        await using Node asker = new(new Lan(), questsMax: 4, sleepersMax: 2);
        BlocksQuest[] quests = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => asker.AskAsync(i, 1)));

        LookupOutcome[] told = await Task.WhenAll(quests.Select(quest => quest.Told)).WaitAsync(Lan.Patience, TimeProvider.System,
            TestContext.Current.CancellationToken);
        while (quests.Count(quest => quest.Ended.IsCompleted) < 2)
        {
            await Task.WhenAny(quests.Where(quest => !quest.Ended.IsCompleted).Select(quest => quest.Ended)).WaitAsync(
                Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        LookupOutcome again = await asker.Loop.AskAgainAsync(quests.Last(quest => !quest.Ended.IsCompleted), instanceReachable: false)
            .WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.All(told, outcome => Assert.Equal(LookupOutcome.TimedOut, outcome));
        Assert.Equal(LookupOutcome.TimedOut, again);
        Assert.Equal(2, quests.Count(quest => !quest.Ended.IsCompleted));
    }

    [Fact]
    public async Task A_bug_in_a_machine_ends_the_loop_faulted_and_tells_every_question()
    {
        Lan lan = new();
        await using Node broken = new(lan) { Throws = true }, asker = new(lan);
        BlocksQuest own = await broken.AskAsync(5, 1);

        await asker.AskAsync(0, 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            broken.Loop.Completion.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal(LookupOutcome.TimedOut, await own.Told.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken.AskAsync(6, 1));
    }

    [Fact]
    public async Task Disposal_tells_questions_on_the_way_and_those_that_wait_for_room()
    {
        Node asker = new(new Lan(), questsMax: 1);
        BlocksQuest running = await asker.AskAsync(0, 1, instance: true);
        Task<BlocksQuest> waiting = asker.AskAsync(1, 1, instance: true);

        await asker.DisposeAsync();
        await asker.DisposeAsync();

        Assert.Equal(LookupOutcome.TimedOut, await running.Told.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            waiting.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        asker.Loop.Verified(running, 0);
    }

    [Fact]
    public async Task A_node_does_not_answer_its_own_question_and_a_given_up_one_frees_its_room()
    {
        Lan lan = new();
        await using Node asker = new(lan, questsMax: 1, blocks: 1, httpPort: 80);
        for (int i = 0; i < 20; i++)
        {
            ResourceQuest quest = await asker.Loop.AskResourceAsync("a version", new WantResource(), false, (_, _) => Assert.Fail("answered itself"), _ => { },
                TestContext.Current.CancellationToken).WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
            asker.Loop.GiveUp(quest);
        }

        BlocksQuest last = await asker.AskAsync(0, 1);
        Assert.Equal(LookupOutcome.TimedOut, await last.Told.WaitAsync(Lan.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(asker.Loop.Completion.IsCompleted);
    }
}
