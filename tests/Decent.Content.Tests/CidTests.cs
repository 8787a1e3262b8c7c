using System.Security.Cryptography;
using Decent.Content.Dag;

namespace Decent.Content.Tests;

public sealed class CidTests
{
    [Theory]
    [InlineData(4096, 174, "bafybeibvqf5p6wqyxf2kf4cla7iwp34hfrxzamya4igk5ciueyo5p5yzty")]
    [InlineData(262144, 174, "bafybeia6hwwm5fa3q6vhhxrmraslbhyfjgodbtbuf3ipbx7gkhyx7j7kb4")]
    [InlineData(16384, 174, "bafybeigl6hofxclf6r66g6hojigeucz3vefjxeucorc423faqki4wolr5u")]
    [InlineData(4096, 1024, "bafybeigir6ajwagyfckc5wlmqsyx6k5f3itze6gnhrb5nxsaqprwbom7yi")]
    public void A_million_pattern_bytes_have_the_cid_that_other_tools_give(int chunk, int width, string expected)
    {
        byte[] pattern = Some.Pattern(1_000_000);
        byte[] digests = [.. pattern.Chunk(chunk).SelectMany(SHA256.HashData)];
        using FileDag dag = new(width);

        Assert.Equal(expected, dag.Root(pattern.Length, chunk, digests, 32, null).Cid.ToString());
    }

    [Theory]
    [InlineData(4033, "bafybeietqvaxjjzsli5epo34rmqoza27undfmnbktdtnxjd7rspeudmxoy")]
    [InlineData(0, "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku")]
    public void Files_in_the_product_setting_have_the_golden_cid(int length, string expected) =>
        Assert.Equal(expected, Some.FileCid(Some.Pattern(length)).ToString());

    [Theory]
    [InlineData(1_048_576, 4032)]
    [InlineData(1_048_577, 1_048_576)]
    public void The_chunk_size_changes_above_one_mebibyte(long size, int chunk) => Assert.Equal(chunk, Chunking.ChunkSizeFor(size));

    [Fact]
    public void Text_and_bytes_lead_back_to_the_same_cid()
    {
        for (int i = 0; i < 1000; i++)
        {
            byte[] digest = SHA256.HashData(BitConverter.GetBytes(i));
            Cid cid = i % 2 == 0 ? Cid.Raw(digest) : Cid.DagPb(digest);

            Assert.True(Cid.TryParse(cid.ToString(), out Cid parsed) && parsed == cid);
            Assert.True(Cid.TryRead(cid.ToBytes(), out Cid read) && read == cid);
            Assert.True(cid.Digest.SequenceEqual(digest));
            Assert.Equal(i % 2 == 0, cid.IsRaw);
        }
    }

    [Fact]
    public void Every_other_spelling_of_a_cid_is_refused()
    {
        string text = Some.FileCid([]).ToString();
        for (int at = 0; at < text.Length; at++)
        {
            foreach (char c in "abz27A1=\u0101 ")
            {
                string other = text[..at] + c + text[(at + 1)..];
                Assert.True(!Cid.TryParse(other, out Cid parsed) || parsed.ToString() == other);
            }
        }

        Assert.False(Cid.TryParse("", out _));
        Assert.False(Cid.TryParse(text + "a", out _));
        Assert.False(Cid.TryParse(text.AsSpan()[..^1], out _));
        Assert.False(Cid.TryParse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn", out _));
        Assert.False(Cid.TryRead(new byte[36], out _));
        Assert.True(default(Cid).IsDefault);
    }

    [Fact]
    public void A_tag_is_the_front_of_the_hmac_under_the_public_key()
    {
        byte[] payload = Some.Pattern(4032);
        byte[] tag = new byte[16];
        BlockTag.Compute(payload, tag);

        Assert.Equal(HMACSHA256.HashData("dcdn-block-v1"u8, payload)[..16], tag);
        Assert.True(BlockTag.Matches(payload, tag));
        Assert.False(BlockTag.Matches(payload.AsSpan(1), tag));
    }
}
