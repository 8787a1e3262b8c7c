namespace Decent.Instance.Tests.Runs;

public sealed class RunLogTests : IDisposable
{
    private readonly RunScene _scene = new();

    public RunLogTests() => _scene.Start();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_log_is_acknowledged_as_it_comes_and_again_when_it_comes_again()
    {
        Assert.Equal(2u, _scene.Log((1, 1), (2, 1)));
        Assert.Equal(3u, _scene.Log((3, 1)));
        Assert.Equal(3u, _scene.Log((1, 1), (2, 1)));
        Assert.Equal([1u, 2u, 3u], _scene.Book.LogOf(RunScene.Node).Select(r => r.Sequence));
    }

    [Fact]
    public void What_was_acknowledged_is_there_after_a_restart()
    {
        _scene.Log((1, 1), (2, 1));
        _scene.Restart();
        Assert.Equal([1u, 2u], _scene.Book.LogOf(RunScene.Node).Select(r => r.Sequence));
        Assert.Equal(3u, _scene.Log((3, 1)));
    }

    [Fact]
    public void A_chunk_that_was_lost_is_not_acknowledged_with_the_next_one()
    {
        Assert.Equal(1u, _scene.Log((1, 1)));
        Assert.Equal(1u, _scene.Log((3, 1), (4, 1)));
        // The sender has 2 still: it begins there again.
        Assert.Equal(2u, _scene.Log((2, 1)));
        Assert.Equal(4u, _scene.Log((3, 1), (4, 1)));
    }

    [Fact]
    public void What_the_ring_has_overwritten_holds_the_acknowledgement_up_only_once()
    {
        Assert.Equal(1u, _scene.Log((1, 1)));
        Assert.Equal(1u, _scene.Log((50, 1), (51, 1)));
        Assert.Equal(1u, _scene.Log((52, 1)));
        Assert.Equal(51u, _scene.Log((50, 1), (51, 1)));
        Assert.Equal(52u, _scene.Log((52, 1)));
    }

    [Fact]
    public void The_same_frame_delivered_twice_is_no_second_attempt()
    {
        Assert.Equal(0u, _scene.Log(sequence: 77, (50, 1)));
        Assert.Equal(0u, _scene.Log(sequence: 77, (50, 1)));
        Assert.Equal(50u, _scene.Log(sequence: 78, (50, 1)));
    }

    [Fact]
    public void A_record_that_the_sender_lost_inside_a_chunk_is_not_waited_for() =>
        Assert.Equal(4u, _scene.Log((1, 1), (2, 1), (4, 1)));

    [Fact]
    public void A_log_begun_anew_is_acknowledged_from_its_own_beginning()
    {
        Assert.Equal(3u, _scene.Log((1, 1), (2, 1), (3, 2)));
        Assert.Equal(1u, _scene.Log((1, 7)));
        Assert.Equal(2u, _scene.Log((2, 7)));
        Assert.Equal([7u, 7u, 2u], _scene.Book.LogOf(RunScene.Node).Select(r => r.Run));
    }

    [Fact]
    public void A_node_that_logs_for_ever_fills_no_disk()
    {
        for (var i = 0u; i < 300; i++)
            _scene.Log([.. Enumerable.Range(0, 24).Select(j => (i * 24 + (uint)j + 1, 1u))]);
        _scene.Log((uint.MaxValue - 5, 1));
        _scene.Log((5, 2));
        Assert.InRange(_scene.Book.LogOf(RunScene.Node).Count, 1, 4097);
    }
}
