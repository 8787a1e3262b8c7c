using System.Net;
using System.Text;
using Decent.Edge.Fetching.Sharing;
using Decent.Peer;

namespace Decent.Edge.Tests.Sharing;

public sealed class SharingStateTests
{
    private static readonly SharingState State = new(0x0123456789ABCDEF, IPEndPoint.Parse("192.168.1.7:4980"), true, [0xA5, 3], [4, 9]);

    [Fact]
    public void A_state_is_the_JSON_of_the_protocol_and_comes_back_from_it()
    {
        string json = Encoding.UTF8.GetString(State.ToJson());

        Assert.Equal("""{"node":"0123456789abcdef","at":"192.168.1.7:4980","feeds":true,"have":"pQM","busy":[4,9]}""", json);
        Assert.True(SharingState.TryParse(State.ToJson(), out SharingState? read));
        Assert.Equal((State.Node, State.At, State.Feeds), (read.Node, read.At, read.Feeds));
        Assert.Equal(State.Have, read.Have);
        Assert.Equal(State.Busy, read.Busy);
        Assert.True(read.IsOf(10) && !read.IsOf(8) && !read.IsOf(17));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"node":"0123456789abcdef","at":"192.168.1.7:4980","feeds":true,"have":"pQM"}""")]
    [InlineData("""{"node":"0123456789abcdef","at":"192.168.1.7:4980","feeds":true,"busy":[]}""")]
    [InlineData("""{"node":"0123456789abcdef","feeds":true,"have":"pQM","busy":[]}""")]
    [InlineData("""{"node":"123","at":"192.168.1.7:4980","feeds":true,"have":"pQM","busy":[]}""")]
    [InlineData("""{"node":"0123456789abcdef","at":"here","feeds":true,"have":"pQM","busy":[]}""")]
    [InlineData("""{"node":"0123456789abcdef","at":"192.168.1.7:4980","feeds":true,"have":"=","busy":[]}""")]
    [InlineData("""{"node":"0123456789abcdef","at":"192.168.1.7:4980","feeds":true,"have":"pQM","busy":[1,2,3,4,5,6,7,8,9]}""")]
    [InlineData("""{"node":"0123456789abcdef","at":"192.168.1.7:4980","feeds":true,"have":"pQM","busy":[99999999999]}""")]
    public void What_is_no_state_is_refused(string json) => Assert.False(SharingState.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Changed_bytes_of_a_state_never_throw()
    {
        for (ulong seed = 1; seed <= 2000; seed++)
        {
            Rng rng = new(seed);
            byte[] json = State.ToJson();
            for (int change = 0; change < 3; change++)
            {
                json[rng.Below(json.Length)] = (byte)rng.Below(256);
            }

            if (SharingState.TryParse(json.AsSpan(0, json.Length - rng.Below(3)), out SharingState? read))
            {
                Assert.InRange(read.Busy.Length, 0, SharingState.BusyMax);
            }
        }
    }
}
