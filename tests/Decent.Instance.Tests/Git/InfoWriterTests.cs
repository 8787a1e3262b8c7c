using Decent.Content;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Git;

public sealed class InfoWriterTests
{
    [Fact]
    public async Task Metadata_holds_the_newest_head_of_each_resource_in_its_shard()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(10, 1));
        var head = await instance.HeadAfterAsync("home/a", Some.Bytes(10, 2));
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        var shard = head.Id.Shard;
        var text = await ShowAsync(instance, $"shards/{shard >> 7:x2}/{shard:x4}.jsonl");
        Assert.True(Head.TryParseJson(Assert.Single(text.TrimEnd('\n').Split('\n')), out var told));
        Assert.Equal(head, told);
    }

    [Fact]
    public async Task A_flush_with_nothing_new_makes_no_commit()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        var before = await CommitsAsync(instance);
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        await instance.ReopenAsync();
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        Assert.Equal(before, await CommitsAsync(instance));
    }

    [Fact]
    public async Task A_version_of_a_tenant_without_a_repository_holds_nobody_up()
    {
        await using var instance = await TestInstance.StartAsync();
        instance.Get<VersionIndex>().Put(Some.Version("nobody/a"));
        var head = await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        await Task.Run(() => instance.Get<InfoWriter>().FlushAsync(Some.Ct), Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        Assert.Contains(head.Label, await ShowAsync(instance, ShardTable.Path(head.Id.Shard)));
        Assert.Equal("nobody", Assert.Single(instance.Get<VersionIndex>().Untold(10)).Tenant);
    }

    [Fact]
    public async Task What_was_not_told_before_a_cut_is_told_after_it()
    {
        await using var instance = await TestInstance.StartAsync();
        var head = await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        await instance.ReopenAsync(() => File.Delete(Path.Combine(instance.State, "index.db")));
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        Assert.Contains(head.Label, await ShowAsync(instance, ShardTable.Path(head.Id.Shard)));
    }

    [Fact]
    public async Task Nodes_are_listed_for_each_tenant_without_their_secrets()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(10));
        instance.Get<NodeRegistry>().Add("kitchen-pi", out var credentials);
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        var text = await ShowAsync(instance, "node-info.csv");
        Assert.StartsWith("node,certification,added\nkitchen-pi,", text);
        Assert.DoesNotContain(credentials!.NodeKey, text);
        instance.Get<NodeRegistry>().Remove("kitchen-pi");
        await instance.Get<InfoWriter>().FlushAsync(Some.Ct);
        Assert.Equal("node,certification,added\n", await ShowAsync(instance, "node-info.csv"));
    }

    [Fact]
    public async Task A_running_daemon_writes_metadata_by_itself()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        daemon.Get<InfoWriter>().Told += tenant => told.TrySetResult(tenant);
        var head = await daemon.PublishAsync("home/a", Some.Bytes(10));
        Assert.Equal("home", await told.Task.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct));
        var repository = Path.Combine(daemon.State, "tenants/home/_info.git");
        Assert.Equal(head.ToJson() + "\n", await Some.GitAsync($"--git-dir={repository}", "show", $"main:{ShardTable.Path(head.Id.Shard)}"));
    }

    private static Task<string> ShowAsync(TestInstance instance, string path) =>
        Some.GitAsync($"--git-dir={instance.Repository("home", "_info.git")}", "show", $"main:{path}");

    private static Task<string> CommitsAsync(TestInstance instance) =>
        Some.GitAsync($"--git-dir={instance.Repository("home", "_info.git")}", "rev-list", "--count", "main");
}
