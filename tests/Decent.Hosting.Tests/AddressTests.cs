using System.Net;
using Decent.Hosting.Identity;
using Decent.Peer;
using Decent.Hosting.Lan;

namespace Decent.Hosting.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("192.168.1.7/24", 0xC0A80107u, 0xFFFFFF00u, 0xC0A801FFu)]
    [InlineData("192.168.1.7", 0xC0A80107u, 0xFFFFFF00u, 0xC0A801FFu)]
    [InlineData("10.0.0.1/8", 0x0A000001u, 0xFF000000u, 0x0AFFFFFFu)]
    [InlineData("172.16.5.2/30", 0xAC100502u, 0xFFFFFFFCu, 0xAC100503u)]
    public void An_address_with_its_length_gives_mask_and_broadcast(string text, uint address, uint mask, uint broadcast)
    {
        Assert.True(LanAddress.TryParse(text, out LanInterface? lan));
        Assert.Equal((address, mask, broadcast), (lan.Address, lan.Mask, lan.Broadcast));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/24")]
    [InlineData("10.1/8")]
    [InlineData("1")]
    [InlineData("010.0.0.1/8")]
    [InlineData("10.0.0.1/7")]
    [InlineData("10.0.0.1/31")]
    [InlineData("10.0.0.1/ 24")]
    [InlineData("10.0.0.1/+24")]
    [InlineData("10.0.0.1/24/24")]
    [InlineData("10.0.0.256/24")]
    [InlineData("::1/24")]
    [InlineData("::ffff:10.0.0.1/24")]
    [InlineData("router/24")]
    public void Anything_else_is_no_LAN_address(string text) => Assert.False(LanAddress.TryParse(text, out _));

    [Theory]
    [InlineData("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0")]
    [InlineData("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0")]
    [InlineData("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0")]
    [InlineData("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0")]
    [InlineData("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0")]
    public void A_private_network_has_a_first_and_a_last_address(string before, string first, string last, string behind)
    {
        string[] all = [before, first, last, behind];
        Assert.Equal([false, true, true, false], all.Select(a => LanAddress.TryGet(IPAddress.Parse(a), out uint number) && LanAddress.IsPrivate(number)));
    }

    [Fact]
    public void Options_say_how_to_write_an_address()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new LanOptions { Interfaces = ["here"] }.Resolve());
        Assert.Contains("192.168.1.7/24", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_and_its_address_are_each_others_inverse()
    {
        Assert.Equal("10.0.0.1", LanAddress.Of(0x0A000001).ToString());
        Assert.True(LanAddress.TryGet(IPAddress.Parse("::ffff:10.0.0.1"), out uint number));
        Assert.Equal(0x0A000001u, number);
        Assert.False(LanAddress.TryGet(IPAddress.IPv6Loopback, out _));
    }

    /// <summary>From hashlib and hmac of another language.</summary>
    [Fact]
    public void Node_and_link_ids_have_their_golden_values()
    {
        NodeId node = NodeId.Of("kitchen-pi");
        Assert.Equal(("83d9012691ea9786", (byte)131), (node.ToString(), node.Branch));
        Assert.Equal(0x8697ea912601d983UL, node.Number);
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        Assert.Equal(0xca2e017499a0f3e2UL, RunKeys.Link(new Hmac(), key, boot: 3, connects: 7));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("AAAA", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!", false)]
    public void A_key_is_32_bytes_as_base64url(string text, bool isKey)
    {
        Assert.Equal(isKey, NodeKey.IsKey(text));
        Assert.Equal(new byte[32], NodeKey.Read(new NodeCredentials { Name = "n", MqttSecret = "s", NodeKey = text }));
    }
}
