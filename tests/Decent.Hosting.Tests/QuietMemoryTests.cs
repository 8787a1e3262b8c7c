namespace Decent.Hosting.Tests;

public sealed class QuietMemoryTests
{
    [Fact]
    public void Memory_is_given_back_once_it_is_quiet_and_a_few_times_more_as_pools_let_go()
    {
        QuietMemory.Quiet quiet = new();
        long allocated = 0;
        List<int> due = [];
        for (int look = 0; look < 40; look++)
        {
            // Two looks see a burst, a third sees one after the first return of memory; the rest is what a node allocates that serves nobody.
            allocated += look is 2 or 3 or 8 ? QuietMemory.Quiet.BurstBytes : QuietMemory.Quiet.BurstBytes / 2;
            if (quiet.IsDue(allocated))
            {
                due.Add(look);
            }
        }

        Assert.Equal([4, 7, 9, 12, 15, 18, 21, 24, 27, 30], due);
    }

    [Fact]
    public void A_node_that_never_worked_has_nothing_to_give_back()
    {
        QuietMemory.Quiet quiet = new();
        Assert.DoesNotContain(true, Enumerable.Range(0, 100).Select(look => quiet.IsDue(look * 1000)));
    }
}
