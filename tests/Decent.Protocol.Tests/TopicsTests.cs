using Decent.Peer;

namespace Decent.Protocol.Tests;

public sealed class TopicsTests
{
    private const string Longest = "decent/1/0f/abcdefghijklmnopqrstuvwxyz-12345/up/0123456789abcdef";

    [Fact]
    public void A_topic_that_was_made_is_read_back()
    {
        for (int hh = 0; hh < 256; hh++)
        {
            Assert.True(Topics.TryReadUp(Topics.State((byte)hh, "edge-1"), out byte read, out string node, out string leaf));
            Assert.Equal(((byte)hh, "edge-1", "s"), (read, node, leaf));
        }
    }

    [Fact]
    public void The_longest_topic_is_read()
    {
        Assert.Equal(Limits.TopicCharsMax, Longest.Length);
        Assert.True(Topics.TryReadUp(Longest, out _, out string node, out string leaf));
        Assert.Equal(Limits.NodeNameCharsMax, node.Length);
        Assert.Equal("0123456789abcdef", leaf);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("decent/1/")]
    [InlineData("decent/1/0f")]
    [InlineData("decent/1/0f/")]
    [InlineData("decent/1/0f/node")]
    [InlineData("decent/1/0f/node/")]
    [InlineData("decent/1/0f/node/up")]
    [InlineData("decent/1/0f/node/up/")]
    [InlineData("decent/1/0f/node/dn/c")]
    [InlineData("decent/1/0f/node/up/s/t")]
    [InlineData("decent/1/0f/node/up/s/")]
    [InlineData("decent/1/0f/node//up/s")]
    [InlineData("decent/1/0f//up/s")]
    [InlineData("decent/1/0f/abc/up/s")]
    [InlineData("decent/1/0f/Node/up/s")]
    [InlineData("decent/1/0f/no+e/up/s")]
    [InlineData("decent/1/0f/node/up/+")]
    [InlineData("decent/1/0f/node/up/#")]
    [InlineData("decent/1/0f/node/up/S")]
    [InlineData("decent/1/0f/node/up/s\n")]
    [InlineData("decent/1/0f/node/up/\u001b[31m")]
    [InlineData("decent/1/0f/node/up/0123456789abcdefg")]
    [InlineData("decent/1/0F/node/up/s")]
    [InlineData("decent/1/0g/node/up/s")]
    [InlineData("decent/1/f/node/up/s")]
    [InlineData("decent/1/00f/node/up/s")]
    [InlineData("decent/1/ 0f/node/up/s")]
    [InlineData("decent/2/0f/node/up/s")]
    [InlineData("decent/1/all/node/up/s")]
    [InlineData("Decent/1/0f/node/up/s")]
    [InlineData("/decent/1/0f/node/up/s")]
    [InlineData(" decent/1/0f/node/up/s")]
    [InlineData("$SYS/1/0f/node/up/s")]
    [InlineData(Longest + "0")]
    public void A_hostile_topic_is_refused_and_gives_nothing(string topic)
    {
        Assert.False(Topics.TryReadUp(topic, out byte hh, out string node, out string leaf));
        Assert.Equal((0, "", ""), (hh, node, leaf));
    }

    [Fact]
    public void A_topic_of_a_million_slashes_costs_nothing()
    {
        string slashes = "decent/1/0f/" + new string('/', 1_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(Topics.TryReadUp(slashes, out _, out _, out _));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_mutated_topic_is_refused_or_is_the_one_spelling_of_its_parts()
    {
        Rng rng = new(3);
        const string alphabet = "abcdefABCDEF0123456789-+#/_ é\0\n\uD800decent/1/up/s";
        int accepted = 0;
        for (int i = 0; i < 100_000; i++)
        {
            char[] topic = Topics.State((byte)rng.Below(256), "kitchen-pi").ToCharArray();
            for (int times = 1 + rng.Below(2); times > 0; times--)
            {
                topic[rng.Below(topic.Length)] = alphabet[rng.Below(alphabet.Length)];
            }

            string text = new(topic);
            if (Topics.TryReadUp(text, out byte hh, out string node, out string leaf))
            {
                accepted++;
                Assert.Equal(text, Topics.Node(hh, node) + "up/" + leaf);
            }
        }

        Assert.InRange(accepted, 1_000, 90_000);
    }
}
