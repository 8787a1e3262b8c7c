namespace Decent.Instance.Tests;

public sealed class ReachableAddressTests
{
    [Theory]
    [InlineData("http://192.168.1.9:80", "http://192.168.1.9:80")]
    [InlineData("http://[fd00::1]:4970", "http://[fd00::1]:4970")]
    public void Credentials_name_the_address_listened_on(string listening, string told) => Assert.Equal(told, ReachableAddress.Of([listening]));

    [Theory]
    [InlineData("http://0.0.0.0:4970")]
    [InlineData("http://[::]:4970")]
    public void Credentials_never_send_a_node_to_every_interface(string listening)
    {
        var told = new Uri(ReachableAddress.Of([listening]));
        Assert.Equal(4970, told.Port);
        Assert.DoesNotContain(told.Host, (string[])["0.0.0.0", "[::]"]);
    }

    [Fact]
    public void A_definite_address_is_told_before_any_address() =>
        Assert.Equal("http://10.1.2.3:4970", ReachableAddress.Of(["http://0.0.0.0:4970", "http://10.1.2.3:4970"]));

    [Theory]
    [InlineData("http://home:4970", true)]
    [InlineData("https://cdn.example.org", true)]
    [InlineData("ftp://home", false)]
    [InlineData("home:4970", false)]
    [InlineData("http://home/path", false)]
    [InlineData("", false)]
    public void Only_an_http_address_is_told(string text, bool valid) => Assert.Equal(valid, ReachableAddress.IsValid(text));
}
