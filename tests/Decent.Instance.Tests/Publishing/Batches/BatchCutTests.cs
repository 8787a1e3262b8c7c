using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Tests.Publishing.Batches;

public sealed class BatchCutTests
{
    private const int Count = 40;

    public static TheoryData<BatchStep> Steps => [.. Enum.GetValues<BatchStep>()];

    public static TheoryData<BatchStep> StepsBeforeTheCommitPoint => [.. Enum.GetValues<BatchStep>().Where(s => s < BatchStep.Moved)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task After_a_cut_at_any_step_all_versions_are_everywhere_or_none_is_anywhere(BatchStep step)
    {
        await using var instance = await FilledAsync();
        await CutAsync(instance, step);
        await instance.ReopenAsync();
        await AllOrNoneAsync(instance, step);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_batch_that_fails_half_way_does_not_spoil_the_next_publication_of_a_running_daemon(BatchStep step)
    {
        await using var instance = await FilledAsync();
        await CutAsync(instance, step);
        await instance.HeadAfterAsync("home/other", Some.Bytes(99));
        await AllOrNoneAsync(instance, step, others: 1);
    }

    [Theory]
    [MemberData(nameof(StepsBeforeTheCommitPoint))]
    public async Task Cancelling_before_the_commit_point_leaves_nothing(BatchStep step)
    {
        await using var instance = await FilledAsync();
        var before = instance.Traces("home");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        instance.Probe.WatchBatch = reached =>
        {
            if (reached == step)
                cancel.Cancel();
        };
        var source = BatchScene.Fill(instance.Folder, Count, seed: 2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => instance.EachAsync(source, "home/x", ct: cancel.Token));
        instance.Probe.WatchBatch = null;
        // A branch's own file may have gone into packed-refs: the branch is where it was.
        Assert.Equal(before.Where(IsObject), instance.Traces("home").Where(IsObject));
        Assert.DoesNotContain(instance.Traces("home"), IsDraft);
        Assert.Equal(2, await instance.AgreedAsync("home"));
        await instance.PublishedAsync(source, "home/x", published: Count);
    }

    [Theory]
    [InlineData(BatchStep.Moved)]
    [InlineData(BatchStep.Indexed)]
    public async Task Cancelling_past_the_commit_point_changes_nothing(BatchStep step)
    {
        await using var instance = await FilledAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        instance.Probe.WatchBatch = reached =>
        {
            if (reached == step)
                cancel.Cancel();
        };
        var answer = await instance.EachAsync(BatchScene.Fill(instance.Folder, Count, seed: 2), "home/x", ct: cancel.Token);
        Assert.Equal((PublishOutcome.Published, Count), (answer.Outcome, answer.Published));
        Assert.Equal(Count, await instance.AgreedAsync("home"));
    }

    [Fact]
    public async Task What_a_cut_kept_from_the_relay_is_told_after_the_restart()
    {
        await using var instance = await FilledAsync();
        await CutAsync(instance, BatchStep.Moved);
        instance.Relay.Told.Clear();
        await instance.ReopenAsync();
        Assert.Equal(Count, instance.Relay.Told.Count);
    }

    private static async Task<TestInstance> FilledAsync()
    {
        var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/x/a/000", Some.Bytes(5, 1));
        await instance.HeadAfterAsync("home/x/b/001", Some.Bytes(5, 2));
        return instance;
    }

    private static async Task CutAsync(TestInstance instance, BatchStep step)
    {
        instance.Probe.BatchAt = step;
        await Assert.ThrowsAsync<PowerCutException>(() => instance.EachAsync(BatchScene.Fill(instance.Folder, Count, seed: 2), "home/x"));
        instance.Probe.BatchAt = null;
    }

    private static async Task AllOrNoneAsync(TestInstance instance, BatchStep step, int others = 0)
    {
        var all = step >= BatchStep.Moved;
        Assert.Equal((all ? Count : 2) + others, await instance.AgreedAsync("home"));
        Assert.Equal(all ? 2 : 1, instance.Get<VersionIndex>().Find(Some.Id("home/x/a/000"))!.Head.Count);
        Assert.Equal(0, instance.Lost);
        await instance.PublishedAsync(instance.Folder.At("each"), "home/x", published: all ? 0 : Count, unchanged: all ? Count : 0);
        Assert.Equal(Count + others, await instance.AgreedAsync("home"));
        Assert.DoesNotContain(instance.Traces("home"), IsDraft);
        await instance.FsckAsync("home");
    }

    private static bool IsObject(string path) => path.Contains("/objects/", StringComparison.Ordinal);

    private static bool IsDraft(string path) => Path.GetFileName(path) is var name
        && (name.EndsWith(".lock", StringComparison.Ordinal) || name.StartsWith("tmp_", StringComparison.Ordinal) || name == "decent-pack-edges");
}
