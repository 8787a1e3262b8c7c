using System.Net;
using System.Net.Http.Headers;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Instance.Index;
using Decent.Instance.Tests.Index;

namespace Decent.Instance.Tests.Nameserver;

public sealed class ShardRoutesTests
{
    private static readonly IReadOnlyList<string> Mates = ShardMates.Of("home/0", 40);
    private static readonly int Shard = Some.Id("home/0").Shard;

    [Fact]
    public async Task A_shard_gives_its_entries_and_its_last_changes_and_the_changes_after_a_count()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var heads = new List<Head>();
        for (var i = 0u; i < 5; i++)
            heads.Add(await daemon.PublishAsync(Mates[(int)i % 3], Some.Bytes(10, i)));
        var whole = await ShardAsync(daemon, "");
        Assert.Equal((5L, 3, heads[4].Time), (whole.State.Count, whole.State.Node.Resources, whole.State.Time!.Value));
        Assert.Equal(heads[2..].Select(ShardEntry.Of).Select(e => e.Id.Text).Order(), whole.Entries!.Select(e => e.Id.Text).Order());
        Assert.Equal(heads.Select((h, i) => new ShardChange(i + 1, ShardEntry.Of(h), h.Time)), whole.Journal);
        Assert.Equal(new ShardTree(whole.Entries!).Root, whole.State.Node);
        Assert.Equal(whole.Journal!.Skip(3), (await ShardAsync(daemon, "?since=3")).Changes);
        Assert.True((await ShardAsync(daemon, "?since=6")).Whole);
        Assert.Empty((await ShardAsync(daemon, "?since=5")).Changes!);
    }

    [Fact]
    public async Task A_stranger_descends_to_the_resources_in_which_its_copy_differs()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var versions = Mates.Select((id, i) => Some.Version(id, i + 1) with { ShardCount = i + 1 }).ToList();
        daemon.Get<VersionIndex>().Put(versions, []);
        var entries = versions.Select(v => ShardEntry.Of(v.Head)).ToList();
        var differing = new HashSet<string> { entries[3].Id.Text, entries[20].Id.Text, entries[39].Id.Text };
        entries[3] = entries[3] with { Size = 1 };
        entries.RemoveAt(39);
        entries.RemoveAt(20);
        var descent = new ShardDescent(Shard, new ShardTree(entries), (await ShardAsync(daemon, "?at=")).Parts![0].Node);
        var exchanges = 0;
        for (; descent.Questions.Count > 0; exchanges++)
            foreach (var part in (await ShardAsync(daemon, $"?at={string.Join(',', descent.Questions)}")).Parts!)
                Assert.True(descent.Take(part));
        Assert.Equal(differing.Order(), descent.Differing.Select(id => id.Text).Order());
        Assert.Equal(2, exchanges);
    }

    [Fact]
    public async Task Groups_list_their_shards_and_all_groups_their_roots()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var index = daemon.Get<VersionIndex>();
        index.Put(Enumerable.Range(0, 600).Select(i => Some.Version($"home/{i}", i + 1)), []);
        Assert.True(GroupsListing.TryParseJson(await daemon.Http.GetByteArrayAsync("/api/v1/groups", Some.Ct), out var all));
        Assert.Equal(600, all.Node.Resources);
        foreach (var state in all.Groups.Values)
        {
            var json = await daemon.Http.GetByteArrayAsync($"/api/v1/group/{state.Group:x2}", Some.Ct);
            Assert.True(GroupListing.TryParseJson(json, out var listing));
            Assert.Equal(state, listing.State);
            Assert.Equal(state.Writes, listing.Marks.Values.Sum(m => m.Count));
            Assert.All(listing.Marks, mark => Assert.Equal(ShardMark.Of(index.Shards.State(mark.Key)), mark.Value));
        }
        Assert.True(GroupListing.TryParseJson(await daemon.Http.GetByteArrayAsync($"/api/v1/group/{Empty(all):x2}", Some.Ct), out var none));
        Assert.Equal((0L, ShardNode.Empty), (none.State.Writes, none.State.Node));
        Assert.Empty(none.Marks);
    }

    [Fact]
    public async Task A_tag_holds_until_the_shard_changes()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var head = await daemon.PublishAsync(Mates[0], Some.Bytes(10, 1));
        string[] paths = ["groups", $"group/{head.Id.Group:x2}", $"shard/{Shard}", $"shard/{Shard}?since=0", $"shard/{Shard}?at=", "keys", "openapi.json"];
        foreach (var path in paths)
        {
            var tag = await TagAsync(daemon, path, null, HttpStatusCode.OK);
            Assert.Equal(tag, await TagAsync(daemon, path, tag, HttpStatusCode.NotModified));
            await TagAsync(daemon, path, new EntityTagHeaderValue("\"other\""), HttpStatusCode.OK);
        }
        var before = await Task.WhenAll(paths.Select(p => TagAsync(daemon, p, null, HttpStatusCode.OK)));
        await daemon.PublishAsync(Mates[1], Some.Bytes(10, 2));
        for (var i = 0; i < 5; i++)
            Assert.NotEqual(before[i], await TagAsync(daemon, paths[i], before[i], HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("group/4")]
    [InlineData("group/4C")]
    [InlineData("group/4cc")]
    [InlineData("group/zz")]
    [InlineData("shard/32768")]
    [InlineData("shard/-1")]
    [InlineData("shard/01")]
    [InlineData("shard/1e3")]
    [InlineData("shard/99999999999999999999")]
    [InlineData("shard/5?since=")]
    [InlineData("shard/5?since=-1")]
    [InlineData("shard/5?since=1&since=2")]
    [InlineData("shard/5?since=1&at=")]
    [InlineData("shard/5?at=0000")]
    [InlineData("shard/5?at=ffffff")]
    [InlineData("shard/5?at=000A0")]
    [InlineData("shard/5?at=&at=")]
    public async Task A_question_that_is_none_is_400_with_a_sentence(string path)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var response = await daemon.Http.GetAsync($"/api/v1/{path}", Some.Ct);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith("{\"status\":400,\"error\":\"A", await response.Content.ReadAsStringAsync(Some.Ct));
    }

    [Fact]
    public async Task More_than_sixty_four_parts_are_too_many()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var most = await daemon.Http.GetAsync($"/api/v1/shard/5?at={new string(',', 63)}", Some.Ct);
        using var more = await daemon.Http.GetAsync($"/api/v1/shard/5?at={new string(',', 64)}", Some.Ct);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (most.StatusCode, more.StatusCode));
    }

    private static int Empty(GroupsListing all) => Enumerable.Range(0, 256).First(group => !all.Groups.ContainsKey(group));

    private static async Task<ShardAnswer> ShardAsync(TestDaemon daemon, string query)
    {
        Assert.True(ShardAnswer.TryParseJson(await daemon.Http.GetByteArrayAsync($"/api/v1/shard/{Shard}{query}", Some.Ct), out var answer));
        return answer;
    }

    private static async Task<EntityTagHeaderValue> TagAsync(TestDaemon daemon, string path, EntityTagHeaderValue? known, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        using var response = await daemon.Http.SendAsync(request, Some.Ct);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        return response.Headers.ETag!;
    }
}
