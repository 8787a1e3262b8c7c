namespace Decent.EndToEnd.Tests;

/// <summary>Asks a process until it says so: what it does meanwhile cannot be awaited from outside.</summary>
internal static class Until
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(string what, Func<Task<bool>> condition, CancellationToken ct)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        for (TimeSpan waited = TimeSpan.Zero; waited < Budget; waited += timer.Period)
        {
            if (await condition())
            {
                return;
            }

            await timer.WaitForNextTickAsync(ct);
        }

        Assert.Fail($"{what}: not within {Budget.TotalSeconds} s");
    }
}
