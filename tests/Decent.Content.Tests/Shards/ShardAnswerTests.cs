using System.Text;
using Decent.Content.Shards;

namespace Decent.Content.Tests.Shards;

public sealed class ShardAnswerTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Each_form_of_an_answer_is_read_back_as_it_was_written()
    {
        Assert.All(Answers(), json =>
        {
            Assert.True(ShardAnswer.TryParseJson(Bytes(json), out ShardAnswer? read));
            Assert.Equal(json, read.ToJson());
        });
        string listing = Group().ToJson();
        Assert.True(GroupListing.TryParseJson(Bytes(listing), out GroupListing? group));
        Assert.Equal(listing, group.ToJson());
        string all = Groups().ToJson();
        Assert.True(GroupsListing.TryParseJson(Bytes(all), out GroupsListing? groups));
        Assert.Equal(all, groups.ToJson());
    }

    [Fact]
    public void Mutated_answers_never_throw_and_what_is_read_is_written_back()
    {
        foreach (string json in (string[])[.. Answers(), Group().ToJson(), Groups().ToJson()])
        {
            Mutate(Bytes(json));
        }
    }

    [Fact]
    public void Entries_of_another_shard_and_changes_out_of_order_are_refused()
    {
        ShardEntry[] mates = Some.Mates(3);
        ShardEntry stranger = ShardEntry.Of(Some.Head("elsewhere/1", 1));
        ShardChange[] changes = [.. mates.Select((entry, i) => new ShardChange(i + 1, entry, Time))];

        Assert.False(Reads(Answer() with { Entries = [mates[0], stranger] }));
        Assert.False(Reads(Answer() with { Entries = [mates[0], mates[1], mates[0] with { Count = 9 }] }));
        Assert.False(Reads(Answer() with { Changes = [changes[1], changes[0]] }));
        Assert.False(Reads(Answer() with { Changes = [changes[0], changes[0]] }));
        Assert.False(Reads(Answer() with { Parts = [new ShardPart("00000", ShardNode.Empty, null, [])] }));
        Assert.False(Reads(Answer() with { Parts = [new ShardPart("", ShardNode.Empty, null, [stranger])] }));
        Assert.False(Reads(Answer() with { State = new ShardState(ShardTree.Shards, 1, ShardNode.Empty, null) }));
        Assert.True(Reads(Answer() with { Changes = changes }));
    }

    [Fact]
    public void Groups_that_do_not_give_their_root_are_refused()
    {
        string json = Groups().ToJson();
        string root = Convert.ToHexStringLower(Groups().Node.Hash);
        Assert.False(GroupsListing.TryParseJson(Bytes(json.Replace(root, new string('0', 64), StringComparison.Ordinal)), out _));
    }

    private static void Mutate(byte[] json)
    {
        byte[] noise = Some.Noise(3 * 1000, json.Length);
        for (int i = 0; i < 1000; i++)
        {
            byte[] mutated = [.. json];
            mutated[((noise[i * 3] << 8) | noise[(i * 3) + 1]) % json.Length] = noise[(i * 3) + 2];
            if (ShardAnswer.TryParseJson(mutated, out ShardAnswer? answer))
            {
                Assert.True(ShardAnswer.TryParseJson(Bytes(answer.ToJson()), out _));
            }

            Assert.True(!GroupListing.TryParseJson(mutated, out GroupListing? group) || GroupListing.TryParseJson(Bytes(group.ToJson()), out _));
            Assert.True(!GroupsListing.TryParseJson(mutated, out GroupsListing? all) || GroupsListing.TryParseJson(Bytes(all.ToJson()), out _));
        }
    }

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private static bool Reads(ShardAnswer answer) => ShardAnswer.TryParseJson(Bytes(answer.ToJson()), out _);

    private static ShardAnswer Answer() => new() { State = new ShardState(Some.MatesShard, 7, new ShardTree(Some.Mates(40)).Root, Time) };

    private static IEnumerable<string> Answers()
    {
        ShardEntry[] mates = Some.Mates(40);
        ShardTree tree = new(mates);
        ShardChange[] changes = [.. mates.Take(3).Select((entry, i) => new ShardChange(i + 5, entry, Time))];
        yield return (Answer() with { Entries = tree.Entries, Journal = changes }).ToJson();
        yield return (Answer() with { Since = 4, SinceTime = Time, Changes = changes }).ToJson();
        yield return (Answer() with { Since = 1, Whole = true, Changes = [] }).ToJson();
        yield return (Answer() with { Parts = [tree.Tell(Some.MatesShard, ""), tree.Tell(Some.MatesShard, ShardTree.PartsOf(Some.MatesShard,
            "")[3])] }).ToJson();
        yield return new ShardAnswer { State = new ShardState(0, 0, ShardNode.Empty, null), Entries = [], Journal = [] }.ToJson();
    }

    private static GroupListing Group() => new(
        new GroupState(0x4c, 9, new ShardTree(Some.Mates(4)).Root),
        new Dictionary<int, ShardMark> { [(0x4c << 7) + 3] = new(4, Some.Noise(16, 1), 1795219200123), [(0x4c << 7) + 127] = new(5, Some.Noise(16, 2), 0) });

    private static GroupsListing Groups() => new(
        new[] { 0, 7, 255 }.ToDictionary(group => group, group => new GroupState(group, group + 1, new ShardTree(Some.Mates(group + 2)).Root)));
}
