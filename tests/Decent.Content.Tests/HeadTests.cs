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
    public void A_signed_head_stays_signed_through_its_json()
    {
        using TestKey key = new();
        Head head = key.Sign(Some.Head("site/größe", 7));
        Assert.True(Head.TryParseJson(head.ToJson(), out Head? back));

        Assert.True(key.Public.HasSigned(back));
        Assert.Equal(head.Signature, back.Signature);
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(head.ToJson());
        Assert.Equal(key.Public.Id, document.RootElement.GetProperty("key").GetString());
        Assert.Equal(86, document.RootElement.GetProperty("signature").GetString()!.Length);
    }

    [Fact]
    public void Half_a_signature_is_no_head()
    {
        using TestKey key = new();
        string json = key.Sign(Some.Head("site/a", 7)).ToJson();
        string signature = json[json.IndexOf(",\"signature\"", StringComparison.Ordinal)..^1];
        string keyId = $",\"key\":\"{key.Public.Id}\"";

        Assert.False(Head.TryParseJson(json.Replace(signature, "", StringComparison.Ordinal), out _));
        Assert.False(Head.TryParseJson(json.Replace(keyId, "", StringComparison.Ordinal), out _));
        Assert.True(Head.TryParseJson(json.Replace(keyId + signature, "", StringComparison.Ordinal), out Head? unsigned) && unsigned.Signature is null);
    }

    [Fact]
    public void A_signature_covers_every_member_and_is_of_one_key()
    {
        using TestKey key = new(), other = new();
        Head head = key.Sign(Some.Head("site/a", 7));
        Head[] altered =
        [
            head with { Id = Some.Id("site/b") }, head with { Label = "20260102-8-here" }, head with { Commit = new byte[20] },
            head with { Root = Cid.DagPb(head.Root.Digest) }, head with { Size = 6 }, head with { Count = 8 }, head with { IsFolder = true },
            head with { Time = head.Time.AddMilliseconds(1) }, head with { Time = head.Time.AddTicks(1) }, head with { Signature = null },
            head with { Signature = new HeadSignature(other.Public.Id, head.Signature!.Bytes.ToArray()) },
            // The two texts side by side must not be cut elsewhere.
            head with { Id = Some.Id("site/a2"), Label = head.Label[1..] },
        ];

        Assert.True(key.Public.HasSigned(head));
        Assert.False(other.Public.HasSigned(head));
        Assert.All(altered, bad => Assert.False(key.Public.HasSigned(bad)));
    }

    [Fact]
    public void No_bit_of_a_signature_can_be_changed()
    {
        using TestKey key = new();
        Head head = key.Sign(Some.Head("site/a", 7));
        for (int bit = 0; bit < 8 * HeadSignature.BytesLength; bit++)
        {
            byte[] flipped = head.Signature!.Bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Public.HasSigned(head with { Signature = new HeadSignature(key.Public.Id, flipped) }));
        }
    }

    [Fact]
    public void Mutated_heads_never_throw_and_what_is_read_is_written_back()
    {
        using TestKey key = new();
        byte[] json = Encoding.UTF8.GetBytes(key.Sign(Some.Head("site/größe", 7)).ToJson());
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
                Assert.Equal(head.Signature, again.Signature);
            }
        }

        Assert.InRange(accepted, 1, 19_999);
        Assert.False(Head.TryParseJson((string?)null, out _));
        Assert.False(Head.TryParseJson("null", out _));
        Assert.False(Head.TryParseJson(new string(' ', 5000), out _));
    }
}
