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

    /// <summary>
    /// 200 clients with the usual limits lose their broker together and fail at once each time they try, for two minutes. Per client an attempt in a second
    /// would be a storm that goes on; the first one cannot be spread wider than its second.
    /// </summary>
    [Fact]
    public void Two_hundred_clients_do_not_try_together()
    {
        const int Clients = 200;
        const int Seconds = 120;
        var attempts = new int[Seconds];
        var firsts = new List<int>();
        for (var client = 0; client < Clients; client++)
        {
            var noise = new Noise((uint)client + 1);
            var options = new MqttLinkOptions { Host = "h", Port = 1, ClientId = "c" };
            var backoff = new Backoff(options.ReconnectMinMs, options.ReconnectMaxMs, noise.Below);
            var firstMs = -1;
            for (var nowMs = backoff.NextMs(_lasting); nowMs < Seconds * 1000; nowMs += backoff.NextMs(TimeSpan.Zero))
            {
                firstMs = firstMs < 0 ? nowMs : firstMs;
                attempts[nowMs / 1000]++;
            }
            firsts.Add(firstMs);
        }
        // The first attempts fill their second evenly: none of its tenths has twice its share.
        Assert.InRange(Enumerable.Range(0, 10).Max(tenth => firsts.Count(f => f / 100 == tenth)), 20, 40);
        // From then on there is less and less, and never a peak; after half a minute at most 15 of them try in any second.
        Assert.InRange(attempts[1..5].Max(), 1, 132);
        Assert.InRange(attempts[30..].Max(), 1, 15);
        TestContext.Current.SendDiagnosticMessage($"attempts per second: {string.Join(' ', attempts)}");
    }

    /// <summary>The same numbers for the same seed.</summary>
    private sealed class Noise(uint seed)
    {
        private uint _state = seed * 2654435761;

        public int Below(int limit)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)limit);
        }
    }
}
