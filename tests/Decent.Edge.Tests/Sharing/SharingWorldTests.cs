namespace Decent.Edge.Tests.Sharing;

public sealed class SharingWorldTests
{
    private const int Worlds = 60;

    [Fact]
    public void Edges_that_begin_together_take_one_copy_and_end_sooner_than_the_slowest_alone()
    {
        int worst = 0;
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            SharingWorld world = new(seed, edges: 2 + (int)(seed % 5), startWithinMs: 50);
            world.Run(60_000);
            worst = Math.Max(worst, world.FromInstance);
            Assert.True(world.IsOver, $"seed {seed}: not whole after {world.NowMs} ms");
            Assert.True(world.FromInstance <= SharingWorld.Leaves * 1.05, $"seed {seed}: {world.FromInstance} leaves left the instance");
            long slowestMs = 350 + SharingWorld.Leaves * world.Edges.Max(edge => edge.InstanceMs);
            Assert.True(world.NowMs <= slowestMs, $"seed {seed}: {world.NowMs} ms, and the slowest alone takes {slowestMs}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Worlds} worlds of 2 to 6 edges: at worst {worst} of {SharingWorld.Leaves} leaves left the instance");
    }

    [Fact]
    public void Edges_that_come_while_others_fetch_take_nothing_twice()
    {
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            SharingWorld world = new(seed, edges: 2 + (int)(seed % 5), startWithinMs: 2000);
            world.Run(60_000);
            Assert.True(world.IsOver, $"seed {seed}: not whole after {world.NowMs} ms");
            Assert.True(world.FromInstance <= SharingWorld.Leaves * 1.05, $"seed {seed}: {world.FromInstance} leaves left the instance");
        }
    }

    [Fact]
    public void An_edge_that_dies_midway_costs_less_than_a_tenth_of_a_copy()
    {
        int worst = 0;
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            SharingWorld world = new(seed, edges: 3 + (int)(seed % 4), startWithinMs: 50);
            bool isKilled = false;
            world.Run(60_000, w =>
            {
                if (!isKilled && w.FromInstance >= SharingWorld.Leaves / 2)
                {
                    isKilled = true;
                    w.Kill(w.Edges[(int)(seed % (ulong)w.Edges.Count)]);
                }
            });
            worst = Math.Max(worst, world.FromInstance);
            Assert.True(isKilled && world.IsOver, $"seed {seed}: not whole after {world.NowMs} ms");
            Assert.True(world.FromInstance < SharingWorld.Leaves * 1.1, $"seed {seed}: {world.FromInstance} leaves left the instance");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Worlds} worlds with a kill at half: at worst {worst} of {SharingWorld.Leaves} leaves left the instance");
    }

    [Fact]
    public void Edges_with_no_way_to_the_instance_get_all_of_it_from_the_one_that_has_one()
    {
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            SharingWorld world = new(seed, edges: 4, startWithinMs: 500);
            foreach (WorldEdge edge in world.Edges.Skip(1))
            {
                edge.HasInstance = false;
            }

            world.Run(60_000);
            Assert.True(world.IsOver, $"seed {seed}: not whole after {world.NowMs} ms");
            Assert.True(world.FromInstance == SharingWorld.Leaves, $"seed {seed}: {world.FromInstance} leaves left the instance");
        }
    }

    [Fact]
    public void An_edge_that_crawls_holds_the_others_up_by_no_more_than_it_may()
    {
        for (ulong seed = 1; seed <= Worlds / 3; seed++)
        {
            SharingWorld world = new(seed, edges: 3, startWithinMs: 0);
            (world.Edges[0].InstanceMs, world.Edges[0].LanMs) = (4000, 3000);
            long wholeMs = 0;
            world.Run(120_000, w => wholeMs = wholeMs == 0 && w.Edges.Skip(1).All(edge => edge.Count == SharingWorld.Leaves) ? w.NowMs : wholeMs);
            long aloneMs = 350 + SharingWorld.Leaves * world.Edges.Skip(1).Max(edge => edge.InstanceMs);
            Assert.True(wholeMs > 0 && wholeMs <= aloneMs + 5000, $"seed {seed}: whole after {wholeMs} ms, alone {aloneMs}");
        }
    }
}
