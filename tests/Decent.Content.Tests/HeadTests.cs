using System.Text;

namespace Decent.Content.Tests;

public sealed class HeadTests
{
    [Fact]
    public void A_head_has_the_members_that_others_read()
    {
        Head head = Some.Head("site/größe", 7);
        string json = head.ToJson();

        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal(
            ["id", "label", "commit", "cid", "size", "count", "time", "folder", "shard"],
            document.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("2026-01-02T03:04:05Z", document.RootElement.GetProperty("time").GetString());
        Assert.Equal(head.Id.Shard, document.RootElement.GetProperty("shard").GetInt32());
        Assert.True(Head.TryParseJson(json, out Head? back));
        Assert.Equal(head, back);
    }

    [Fact]
    public void Mutated_heads_never_throw_and_what_is_read_is_written_back()
    {
        byte[] json = Encoding.UTF8.GetBytes(Some.Head("site/größe", 7).ToJson());
        byte[] noise = Some.Noise(3 * 20_000, 1);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = [.. json];
            mutated[((noise[i * 3] << 8) | noise[(i * 3) + 1]) % json.Length] = noise[(i * 3) + 2];
            if (Head.TryParseJson(mutated, out Head? head))
            {
                accepted++;
                Assert.True(Head.TryParseJson(head.ToJson(), out Head? again));
                Assert.Equal(head, again);
            }
        }

        Assert.InRange(accepted, 1, 19_999);
        Assert.False(Head.TryParseJson((string?)null, out _));
        Assert.False(Head.TryParseJson("null", out _));
        Assert.False(Head.TryParseJson(new string(' ', 5000), out _));
    }
}
