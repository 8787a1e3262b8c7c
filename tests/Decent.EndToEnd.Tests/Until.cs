namespace Decent.EndToEnd.Tests;

/// <summary>Asks a process until it says so: what it does meanwhile cannot be awaited from outside.</summary>
internal static class Until
{
    /// <summary>Longer than the longest pause of a client that lost its broker, and than a machine stands still.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(120);

    public static Task TrueAsync(string what, Func<Task<bool>> condition, CancellationToken ct) =>
        TrueAsync(what, TimeSpan.FromMilliseconds(100), condition, ct);

    /// <summary>At most once a <paramref name="period"/>: a board, for one, only works when it is left alone for a moment.</summary>
    public static async Task TrueAsync(string what, TimeSpan period, Func<Task<bool>> condition, CancellationToken ct)
    {
        using PeriodicTimer timer = new(period);
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
