using Decent.Firmware.Device;

namespace Decent.Nano.Tests.Datagrams;

/// <summary>How a node learns its own address, where the platform tells it and where it does not.</summary>
public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("10.0.0.7", "255.255.255.0", 0x0A000007u, 0xFFFFFF00u)]
    [InlineData("192.168.255.1", "255.255.0.0", 0xC0A8FF01u, 0xFFFF0000u)]
    [InlineData("255.255.255.255", "0.0.0.0", 0xFFFFFFFFu, 0u)]
    [InlineData("0.0.0.0", "255.255.255.0", 0u, 0u)]
    [InlineData("", "", 0u, 0u)]
    [InlineData("10.0.0", "255.255.255.0", 0u, 0u)]
    [InlineData("10.0.0.7.1", "255.255.255.0", 0u, 0u)]
    [InlineData("10.0.0.256", "255.255.255.0", 0u, 0u)]
    [InlineData("10..0.7", "255.255.255.0", 0u, 0u)]
    [InlineData("10.0.0.7 ", "255.255.255.0", 0u, 0u)]
    [InlineData("0000000010.0.0.7", "255.255.255.0", 0u, 0u)]
    [InlineData("fe80::1", "", 0u, 0u)]
    public void An_interface_is_read_without_the_platforms_parser(string address, string mask, uint number, uint maskNumber) => Interpreter.Run(nano =>
    {
        nano.Lan.Interfaces = [(address, mask, [])];
        Assert.Equal((number, maskNumber), (LanInterface.Address, LanInterface.Mask));
    });

    [Fact]
    public void The_first_interface_with_an_address_counts() => Interpreter.Run(nano =>
    {
        nano.Lan.Interfaces = [("0.0.0.0", "0.0.0.0", [1, 2, 3, 4, 5, 6]), ("10.1.2.3", "255.0.0.0", [6, 5, 4, 3, 2, 1])];
        Assert.Equal((0x0A010203u, 0xFF000000u), (LanInterface.Address, LanInterface.Mask));
        Assert.Equal([1, 2, 3, 4, 5, 6], LanInterface.Mac);
    });

    [Fact]
    public void A_platform_without_interfaces_has_no_address_and_no_exception() => Interpreter.Run(nano =>
    {
        nano.Lan.Interfaces = null;
        Assert.Equal((0u, 0u), (LanInterface.Address, LanInterface.Mask));
        Assert.Empty(LanInterface.Mac);
        nano.Lan.Interfaces = [];
        Assert.Equal((0u, 0u), (LanInterface.Address, LanInterface.Mask));
        Assert.Empty(LanInterface.Mac);
    });

    [Theory]
    [InlineData("", "http://192.168.3.1:80", "")]
    [InlineData("", "http://192.168.3.1", "")]
    [InlineData("192.168.3.1:1883", "", "")]
    [InlineData("", "", "http://192.168.3.1:8080")]
    [InlineData("instance.lan:1883", "http://nowhere.lan", "")]
    public void The_way_to_whoever_it_knows_tells_the_address(string broker, string instance, string edge) => Interpreter.Run(nano =>
    {
        nano.Lan.Names["instance.lan"] = "192.168.3.1";
        nano.Lan.Source = "192.168.3.77";
        Assert.Equal(0xC0A8034Du, LanRoute.Source(Some.Record(broker, instance, edge)));
        Assert.Empty(nano.Lan.Sent);
    });

    [Fact]
    public void Without_a_route_a_name_or_sockets_there_is_none() => Interpreter.Run(nano =>
    {
        Assert.Equal(0u, LanRoute.Source(Some.Record()));
        Assert.Equal(0u, LanRoute.Source(Some.Record("nobody.lan:1883")));
        nano.Lan.Source = null;
        Assert.Equal(0u, LanRoute.Source(Some.Record("10.0.0.1:1883")));
        nano.Lan.LacksSockets = true;
        Assert.Equal(0u, LanRoute.Source(Some.Record("10.0.0.1:1883")));
    });
}
