using System.Net;
using System.Security.Cryptography;
using Decent.Content;
using Decent.Hosting.Identity;
using Decent.Instance.Enrolment;

namespace Decent.Instance.Tests.Enrolment;

public sealed class WaitingNodesTests
{
    private readonly SettableTime _time = new();
    private readonly IPAddress _one = IPAddress.Parse("192.168.1.7");

    [Fact]
    public void A_node_that_keeps_asking_waits_once_and_one_that_falls_silent_is_forgotten()
    {
        var waiting = new WaitingNodes(new EnrolmentOptions { SilenceSeconds = 60 }, _time);
        var key = NewKey();
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull(waiting.Ask("kitchen-pi", "edge", key, _one));
            _time.Now += TimeSpan.FromSeconds(60);
        }
        Assert.Equal("kitchen-pi", Assert.Single(waiting.All).Name);
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Empty(waiting.All);
    }

    [Fact]
    public void Nobody_waits_for_ever()
    {
        var waiting = new WaitingNodes(new EnrolmentOptions { WaitSeconds = 1800 }, _time);
        var key = NewKey();
        var first = waiting.Ask("kitchen-pi", "edge", key, _one)!.Since;
        for (var i = 0; i < 61; i++)
        {
            _time.Now += TimeSpan.FromSeconds(30);
            waiting.Ask("kitchen-pi", "edge", key, _one);
        }
        Assert.True(Assert.Single(waiting.All).Since > first);
    }

    [Fact]
    public void One_address_cannot_keep_the_others_out()
    {
        var waiting = new WaitingNodes(new EnrolmentOptions { WaitingMax = 6, WaitingPerAddressMax = 4 }, _time);
        Assert.Equal(4, Enumerable.Range(0, 100).Count(i => waiting.Ask($"node-{i}", "edge", NewKey(), _one) is not null));
        Assert.NotNull(waiting.Ask("kitchen-pi", "edge", NewKey(), IPAddress.Parse("192.168.1.8")));
        Assert.NotNull(waiting.Ask("hall-pi", "edge", NewKey(), IPAddress.Parse("192.168.1.9")));
        Assert.Null(waiting.Ask("attic-pi", "edge", NewKey(), IPAddress.Parse("192.168.1.10")));
        _time.Now += TimeSpan.FromSeconds(61);
        Assert.NotNull(waiting.Ask("attic-pi", "edge", NewKey(), IPAddress.Parse("192.168.1.10")));
    }

    [Fact]
    public void Codes_of_other_names_and_keys_are_other_codes()
    {
        var (node, instance) = (NewKey(), NewKey());
        var code = EnrolmentCode.Of("kitchen-pi", node, instance);
        Assert.Matches("^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$", code);
        Assert.Equal(code, EnrolmentCode.Of("kitchen-pi", node, instance));
        Assert.Equal(5, new HashSet<string>
        {
            code, EnrolmentCode.Of("hall-pi", node, instance), EnrolmentCode.Of("kitchen-pi", NewKey(), instance),
            EnrolmentCode.Of("kitchen-pi", node, NewKey()), EnrolmentCode.Of("kitchen-pi", instance, node),
        }.Count);
    }

    [Fact]
    public void What_is_sealed_opens_for_its_key_alone_and_only_whole()
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(HeadKey.TryRead(own.ExportSubjectPublicKeyInfo(), out var key));
        var instance = NewKey();
        var plain = Some.Bytes(300);
        var bytes = EnrolmentSeal.Seal(key, instance, plain);
        Assert.True(EnrolmentSeal.TryOpen(own, instance, bytes, out var opened));
        Assert.Equal(plain, opened);
        Assert.False(EnrolmentSeal.TryOpen(other, instance, bytes, out _));
        Assert.False(EnrolmentSeal.TryOpen(own, NewKey(), bytes, out _));
        // Each part of it is met: key, tag, bytes.
        for (var i = 0; i < bytes.Length; i += 9)
        {
            bytes[i] ^= 1;
            Assert.False(EnrolmentSeal.TryOpen(own, instance, bytes, out _));
            Assert.False(EnrolmentSeal.TryOpen(own, instance, bytes.AsSpan(0, i), out _));
            bytes[i] ^= 1;
        }
    }

    private static HeadKey NewKey()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(HeadKey.TryRead(key.ExportSubjectPublicKeyInfo(), out var read));
        return read;
    }
}
