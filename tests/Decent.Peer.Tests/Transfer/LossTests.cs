using Decent.World;

namespace Decent.Peer.Tests.Transfer;

/// <summary>Small spaces, enumerated: whatever is lost of one exchange, the block arrives.</summary>
public sealed class LossTests
{
    private const int Datagrams = 12;

    [Fact]
    public void One_block_arrives_whichever_of_the_first_twelve_datagrams_are_lost()
    {
        long slowestMs = 0;
        for (int lost = 0; lost < 1 << Datagrams; lost++)
        {
            Scenario story = new Scenario().Board("lamp").WithoutInstance();
            int number = 0;
            int mask = lost;
            story.World.Network.Loses = _ => number < Datagrams && (mask >> number++ & 1) != 0;
            story.Run(30_000);
            Assert.True(story.Arrived == 1, $"lost {lost:x}\n{story.World.Trace}");
            slowestMs = Math.Max(slowestMs, story.Asker.Diary.EndedAtMs);
        }

        // Three rounds of four questions, all lost: asleep for 1, 2 and 4 s, and awake for 1,000, 650 and 650 ms.
        Assert.InRange(slowestMs, 9_300, 9_400);
    }

    [Fact]
    public void With_the_instance_there_no_loss_on_the_lan_costs_more_than_the_hedge()
    {
        for (int lost = 0; lost < 1 << Datagrams; lost++)
        {
            Scenario story = new Scenario().Board("lamp").Instance(delayMs: 80);
            int number = 0;
            int mask = lost;
            story.World.Network.Loses = _ => number < Datagrams && (mask >> number++ & 1) != 0;
            story.Run();
            Assert.True(story.Asker.Diary.EndedAtMs is >= 0 and <= 380, $"lost {lost:x}\n{story.World.Trace}");
        }
    }

    [Fact]
    public void Lengths_around_every_chunk_border_arrive_whichever_datagram_is_lost()
    {
        foreach (int length in new[] { 0, 1, 1_343, 1_344, 1_345, 2_687, 2_688, 2_689, 4_031, 4_032 })
        {
            for (int lost = 0; lost < 1 << 6; lost++)
            {
                Scenario story = new Scenario(length: length).Board("lamp").WithoutInstance();
                int number = 0;
                int mask = lost;
                story.World.Network.Loses = _ => number < 6 && (mask >> number++ & 1) != 0;
                story.Run(10_000);
                Assert.True(story.Arrived == 1, $"length {length}, lost {lost:x}\n{story.World.Trace}");
            }
        }
    }
}
