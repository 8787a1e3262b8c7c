namespace Decent.Hosting.Tests;

public sealed class QuietMemoryTests
{
    [Fact]
    public void Memory_is_given_back_once_it_is_quiet_and_once_more_when_pools_let_go()
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

        Assert.Equal([4, 9, 9 + QuietMemory.Quiet.LooksBetween], due);
    }

    [Fact]
    public void A_node_that_never_worked_has_nothing_to_give_back()
    {
        QuietMemory.Quiet quiet = new();
        Assert.DoesNotContain(true, Enumerable.Range(0, 100).Select(look => quiet.IsDue(look * 1000)));
    }
}
