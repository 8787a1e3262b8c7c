using Decent.Edge.Bus;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Hosting.Runs;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests;

/// <summary>What the instance says to one edge counts only with the seal of its key and for its current link.</summary>
public sealed class RunTalkTests : IDisposable
{
    private const ulong Link = 7;
    private readonly TempFolder _folder = new();
    private readonly RunKeeper _runs;
    private readonly RunTalk _talk;

    public RunTalkTests()
    {
        MonotonicClock clock = new(TimeProvider.System);
        NodeCredentials credentials = new() { Name = "kitchen", MqttSecret = "", NodeKey = new string('A', 43) };
        _runs = new RunKeeper(_folder["runs"], NodeId.Of("kitchen").Number, clock);
        _talk = new RunTalk(
            new EdgeOptions { State = _folder.Path, Name = "kitchen", Credentials = credentials }, _runs, clock, NullLogger<RunTalk>.Instance);
        _talk.Linked();
    }

    public void Dispose()
    {
        _runs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_sealed_grant_of_the_current_link_opens_the_run()
    {
        Assert.True(_talk.Take(Grant(Link, new byte[32]), Link));
        Assert.True(_runs.With((account, _) => account.IsOpen));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_of_another_key_or_another_link_opens_nothing(bool isForged)
    {
        byte[] key = new byte[32];
        key[31] = isForged ? (byte)1 : (byte)0;
        Assert.False(_talk.Take(Grant(isForged ? Link : Link + 1, key), Link));
        Assert.False(_runs.With((account, _) => account.IsOpen));
    }

    [Fact]
    public void Foreign_bytes_are_refused()
    {
        Rng rng = new(11);
        byte[] good = Grant(Link, new byte[32]);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bad = [.. good.Take(rng.Below(good.Length + 1))];
            if (bad.Length > 0)
            {
                bad[rng.Below(bad.Length)] ^= (byte)(1 + rng.Below(255));
            }

            Assert.False(_talk.Take(bad, Link), Convert.ToHexString(bad));
        }
    }

    private byte[] Grant(ulong link, byte[] key)
    {
        RunGrant grant = new() { Kind = RunGrant.KindSecret, Run = _runs.Run };
        grant.Envelope.Link = link;
        byte[] frame = new byte[Limits.FrameBytesMax];
        int count = grant.Write(frame);
        DownSeal.Put(new Hmac(), key, frame, count);
        return frame[..count];
    }
}
