namespace Decent.Nano.Tests.Machine;

/// <summary>The instrument itself.</summary>
public sealed class InterpreterTests
{
    [Fact]
    public void An_hour_of_waiting_passes_in_an_instant() => Interpreter.Run(nano =>
    {
        nano.Sleep(3_600_000);
        Assert.Equal(3_600_000, nano.NowMs);
    });

    [Fact]
    public void A_seed_tells_the_same_story_each_time_and_others_tell_others()
    {
        var stories = Enumerable.Range(1, 20).Select(seed => (First: Story((ulong)seed), Again: Story((ulong)seed))).ToList();

        Assert.All(stories, story => Assert.Equal(story.First, story.Again));
        Assert.InRange(stories.Select(story => story.First).Distinct().Count(), 10, 20);
    }

    [Fact]
    public void One_thread_runs_at_a_time()
    {
        var running = 0;
        Interpreter.Run(nano =>
        {
            for (var i = 0; i < 8; i++)
            {
                nano.Play("counter", () =>
                {
                    for (var turn = 0; turn < 200; turn++)
                    {
                        Assert.Equal(1, System.Threading.Interlocked.Increment(ref running));
                        System.Threading.Interlocked.Decrement(ref running);
                        nano.Sleep(turn % 3);
                    }
                });
            }

            nano.Sleep(1_000);
            Assert.Empty(nano.Unhandled);
        });
    }

    [Fact]
    public void Threads_that_wait_for_ever_are_named()
    {
        var e = Assert.Throws<InvalidOperationException>(() => Interpreter.Run(nano =>
        {
            new Firmware.Device.HttpGet().Begin("http://10.0.0.9/", new byte[1], 1, 1);
            nano.Sleep(-1);
        }));

        Assert.Contains("HttpWorker.Work", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_story_throws_is_thrown_here() =>
        Assert.Throws<InvalidDataException>(() => Interpreter.Run(_ => throw new InvalidDataException()));

    [Fact]
    public void What_another_thread_throws_ends_that_thread_alone() => Interpreter.Run(nano =>
    {
        nano.Play("thrower", () => throw new InvalidDataException());
        nano.Sleep(1);
        Assert.IsType<InvalidDataException>(Assert.Single(nano.Unhandled));
    });

    private static string Story(ulong seed)
    {
        var told = "";
        Interpreter.Run(
            nano =>
            {
                foreach (var name in "abcd")
                {
                    nano.Play(name.ToString(), () =>
                    {
                        nano.Sleep(1);
                        told += name;
                    });
                }

                nano.Sleep(2);
            },
            seed);
        return told;
    }
}
