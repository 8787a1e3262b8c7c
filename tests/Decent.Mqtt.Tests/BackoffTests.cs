using Decent.Mqtt.Links;

namespace Decent.Mqtt.Tests;

public sealed class BackoffTests
{
    private static readonly TimeSpan _brief = TimeSpan.FromSeconds(9.9);
    private static readonly TimeSpan _lasting = TimeSpan.FromSeconds(10);

    [Fact]
    public void The_ceiling_doubles_up_to_its_end_and_only_a_lasting_connection_resets_it()
    {
        var backoff = new Backoff(100, 500, below: n => n - 1);
        Assert.Equal([100, 200, 400, 500, 500], Enumerable.Range(0, 5).Select(_ => backoff.NextMs(_brief)));
        Assert.Equal(100, backoff.NextMs(_lasting));
        Assert.Equal(200, backoff.NextMs(TimeSpan.Zero));
    }

    [Fact]
    public void The_wait_is_anything_from_zero_to_the_ceiling()
    {
        var asked = 0;
        var backoff = new Backoff(100, 500, below: n =>
        {
            asked = n;
            return 0;
        });
        Assert.Equal(0, backoff.NextMs(TimeSpan.Zero));
        Assert.Equal(101, asked);
    }
}
