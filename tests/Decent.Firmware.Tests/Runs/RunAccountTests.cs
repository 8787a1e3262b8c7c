using System.Buffers.Binary;
using System.Security.Cryptography;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Runs;

public sealed class RunAccountTests
{
    private readonly RamFlash _flash = new();

    [Fact]
    public void A_run_opens_with_no_proof_and_says_stored_only_when_the_secret_stands_in_flash()
    {
        var account = Begin(_flash, 1);
        account.OnLink(0);
        var open = Claim(account, 0);
        Assert.Equal((RunClaim.StageOpen, RunClaim.ProofNone, 1u, 0u), (open.Stage, open.ProofKind, open.Run, open.PreviousRun));
        Assert.False(account.TryClaim(4_999, new RunClaim()));
        Assert.True(account.Take(Grant(1, RunGrant.KindSecret, 7)));
        Assert.True(account.IsOpen);
        var stored = Claim(account, 100);
        Assert.Equal((RunClaim.StageStored, RunClaim.ProofSecret, 1u, 1u), (stored.Stage, stored.ProofKind, stored.Run, stored.PreviousRun));
        Assert.Equal(Proof(Some.Bytes(7, 32), "kept", 1), stored.Proof);
        Assert.False(account.TryClaim(1_000_000, new RunClaim()));
        Assert.Equal(1u, Begin(_flash.Reboot(), 2).KnownRun);
    }

    [Theory]
    [InlineData(false, RunClaim.ProofSecret)]
    [InlineData(true, RunClaim.ProofTermination)]
    public void The_next_run_shows_what_this_one_was_given(bool stops, byte kind)
    {
        var account = Opened(_flash, 5, 7);
        if (stops)
        {
            account.Close(100);
            Assert.Equal(RunClaim.StageClosing, Claim(account, 100).Stage);
            Assert.False(account.IsClosed);
            Assert.True(account.Take(Grant(5, RunGrant.KindTermination, 8)));
            Assert.False(account.IsClosed);
            Assert.Equal((RunClaim.StageStored, RunClaim.ProofTermination), (Claim(account, 200).Stage, kind));
            Assert.True(account.IsClosed);
        }

        var next = Begin(_flash.Reboot(), 6);
        next.OnLink(0);
        var open = Claim(next, 0);
        Assert.Equal((RunClaim.StageOpen, kind, 6u, 5u), (open.Stage, open.ProofKind, open.Run, open.PreviousRun));
        Assert.Equal(Proof(Some.Bytes(stops ? 8 : 7, 32), "back", 6), open.Proof);
    }

    [Fact]
    public void A_claim_that_nobody_answers_is_made_again_after_five_seconds_doubling_to_five_minutes()
    {
        var account = Begin(_flash, 1);
        account.OnLink(0);
        List<long> at = [];
        for (long nowMs = 0; nowMs < 2_000_000; nowMs += 100)
        {
            if (!account.TryClaim(nowMs, new RunClaim())) continue;
            at.Add(nowMs);
            account.Claimed(nowMs);
        }

        Assert.Equal([5_000L, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000], at.Zip(at.Skip(1), (a, b) => b - a).Take(8));
    }

    [Fact]
    public void A_new_link_claims_again_at_once_until_it_was_granted()
    {
        var account = Begin(_flash, 1);
        account.OnLink(0);
        Claim(account, 0);
        account.OnLink(50);
        Assert.Equal(RunClaim.StageOpen, Claim(account, 50).Stage);
        account.Take(Grant(1, RunGrant.KindSecret, 7));
        Claim(account, 60);
        account.OnLink(100);
        Assert.Equal(RunClaim.StageStored, Claim(account, 100).Stage);
        Assert.False(account.TryClaim(1_000_000, new RunClaim()));
    }

    [Fact]
    public void Nothing_is_taken_that_was_not_asked_for()
    {
        var account = Begin(_flash, 3);
        account.OnLink(0);
        Assert.False(account.Take(Grant(3, RunGrant.KindTermination, 9)));
        Assert.False(account.Take(Grant(2, RunGrant.KindSecret, 9)));
        Assert.False(account.Take(Grant(4, RunGrant.KindSecret, 9)));
        Assert.True(account.Take(Grant(3, RunGrant.KindSecret, 7)));
        Assert.False(account.Take(Grant(3, RunGrant.KindSecret, 9)));
        Assert.False(account.Take(Grant(3, RunGrant.KindTermination, 9)));
        account.Close(10);
        Assert.True(account.Take(Grant(3, RunGrant.KindTermination, 8)));
        Assert.False(account.Take(Grant(3, RunGrant.KindTermination, 9)));
        Assert.False(account.Take(Grant(3, RunGrant.KindSecret, 7)));
        Assert.Equal(7u, account.Dropped);
    }

    [Fact]
    public void The_same_grant_again_is_confirmed_again_and_written_once()
    {
        var account = Opened(_flash, 1, 7);
        var before = _flash.Operations;
        Assert.True(account.Take(Grant(1, RunGrant.KindSecret, 7)));
        Assert.Equal(before, _flash.Operations);
        Assert.Equal(RunClaim.StageStored, Claim(account, 500).Stage);
    }

    [Fact]
    public void A_drive_that_refuses_lets_nothing_be_called_stored()
    {
        var account = Begin(_flash, 1);
        account.OnLink(0);
        Claim(account, 0);
        _flash.Broken = true;
        Assert.False(account.Take(Grant(1, RunGrant.KindSecret, 7)));
        Assert.Equal((false, 1u), (account.IsOpen, account.FlashFailures));
        Assert.False(account.TryClaim(1_000, new RunClaim()));
        Assert.Equal(RunClaim.StageOpen, Claim(account, 5_000).Stage);
        _flash.Broken = false;
        Assert.True(account.Take(Grant(1, RunGrant.KindSecret, 7)));
        Assert.Equal(RunClaim.StageStored, Claim(account, 5_100).Stage);
    }

    [Fact]
    public void Without_a_boot_counter_or_a_readable_drive_nothing_is_claimed()
    {
        var account = Begin(_flash, 0);
        account.OnLink(0);
        account.Close(0);
        Assert.False(account.TryClaim(0, new RunClaim()) || account.Take(Grant(0, RunGrant.KindSecret, 7)));
        var unread = new RunAccount(new RunAccountOptions(), new RamFlash { Broken = true }, new HostHmac(), 7);
        Assert.False(unread.Load());
        unread.Begin(4);
        unread.OnLink(0);
        Assert.False(unread.TryClaim(0, new RunClaim()) || unread.Take(Grant(4, RunGrant.KindSecret, 7)));
    }

    [Fact]
    public void A_damaged_record_leaves_the_one_before()
    {
        Opened(_flash, 1, 7);
        Opened(_flash, 2, 8);
        var bytes = _flash.Bytes(RunAccount.FileName);
        bytes[20] ^= 1;
        Assert.Equal(1u, Begin(_flash.Reboot(), 3).KnownRun);
        bytes[^8] ^= 1;
        Assert.Equal(0u, Begin(_flash.Reboot(), 3).KnownRun);
    }

    internal static RunAccount Begin(RamFlash flash, uint run)
    {
        var account = new RunAccount(new RunAccountOptions(), flash, new HostHmac(), 7);
        Assert.True(account.Load());
        account.Begin(run);
        return account;
    }

    internal static RunGrant Grant(uint run, byte kind, int key)
    {
        var grant = new RunGrant { Run = run, Kind = kind, Verdict = RunGrant.VerdictNone };
        Some.Bytes(key, 32).CopyTo(grant.Key, 0);
        return grant;
    }

    internal static byte[] Proof(byte[] key, string word, uint run)
    {
        var message = new byte[16];
        System.Text.Encoding.ASCII.GetBytes(word, message);
        BinaryPrimitives.WriteUInt64LittleEndian(message.AsSpan(4), 7);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(12), run);
        return HMACSHA256.HashData(key, message);
    }

    private static RunAccount Opened(RamFlash flash, uint run, int key)
    {
        var account = Begin(flash, run);
        account.OnLink(0);
        Claim(account, 0);
        Assert.True(account.Take(Grant(run, RunGrant.KindSecret, key)));
        Claim(account, 10);
        return account;
    }

    private static RunClaim Claim(RunAccount account, long nowMs)
    {
        var claim = new RunClaim();
        Assert.True(account.TryClaim(nowMs, claim));
        account.Claimed(nowMs);
        return claim;
    }
}
