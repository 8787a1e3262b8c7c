using System.Security.Cryptography;
using Decent.Content.Dag;

namespace Decent.Content.Tests;

public sealed class Golden
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
}
