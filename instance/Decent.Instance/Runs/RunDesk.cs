using System.Security.Cryptography;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Hosting.Runs;
using Decent.Peer;
using Decent.Protocol.Frames;

namespace Decent.Instance.Runs;

/// <summary>
/// Settles claims. What a node shows is compared with every key that may stand in its flash: those granted since the last one that it confirmed, and
/// that one. Only the termination hash of the run opened last, not revoked, is a clean stop. Any other of these keys says that the run ended otherwise,
/// so that a cut between grant and storing costs no more than a power loss, and a hash shown for the second time gains nothing.
/// </summary>
internal sealed class RunDesk(RunAccounts accounts, Sessions sessions, RunGasps gasps, RunsOptions options, ILogger log)
{
    private static readonly Hmac Hmac = new();

    /// <summary>Settles one claim; what it changes is to be on the disk before the grant goes out.</summary>
    /// <returns>The grant without its envelope; null when there is nothing to say.</returns>
    public RunGrant? Settle(string node, RunClaim claim, long nowMs) => claim.Stage switch
    {
        RunClaim.StageOpen => Open(node, claim, nowMs),
        RunClaim.StageClosing => Close(node, claim, nowMs),
        _ => Keep(node, claim),
    };

    private RunGrant Open(string node, RunClaim claim, long nowMs)
    {
        var account = accounts.Of(node);
        var keys = accounts.KeysOf(node);
        byte[] opened = [claim.ProofKind, .. claim.Proof];
        var secret = SecretOf(keys, claim.Run);
        if (account?.Run == claim.Run && secret is { Confirmed: false } && account.Opened.AsSpan().SequenceEqual(opened))
            return GrantOf(secret, account.Verdict);
        var shown = claim.ProofKind == RunClaim.ProofNone
            ? null
            : keys.Find(k => k.Run == claim.PreviousRun && k.Kind == KindOf(claim.ProofKind) && IsProof(k, RunClaim.StageOpen, node, claim));
        var verdict = Judge(node, claim, account, keys, shown, nowMs);
        accounts.Open(node, claim.Run, verdict, opened, shown, Sessions.DayOf(nowMs));
        log.Opened(node, claim.Run, RunVerdict.Word(verdict));
        return Grant(node, claim.Run, RunGrant.KindSecret, verdict, nowMs);
    }

    private byte Judge(string node, RunClaim claim, RunAccount? account, List<RunKey> keys, RunKey? shown, long nowMs)
    {
        if (account is null)
            return RunGrant.VerdictNone;
        if (shown is { Kind: RunGrant.KindTermination, Revoked: false } && shown.Run == account.Run)
            return RunGrant.VerdictGraceful;
        // A node that holds nothing yet may show nothing; one that confirmed a key has lost or hidden it.
        if (shown is null && (claim.ProofKind != RunClaim.ProofNone || keys.Exists(k => k.Confirmed)))
            return RunGrant.VerdictMismatch;
        if (shown is { Kind: RunGrant.KindSecret } && shown.Run == account.Run && gasps.Spend(node, shown.Run, Sessions.DayOf(nowMs)))
            return RunGrant.VerdictAnnounced;
        return sessions.EndBefore(node, claim.Run) == RunEnd.Seen ? RunGrant.VerdictUngraceful : RunGrant.VerdictNone;
    }

    private RunGrant? Close(string node, RunClaim claim, long nowMs)
    {
        if (accounts.Of(node) is not { } account || account.Run != claim.Run)
        {
            log.Refused(node, claim.Run, "its run was never opened");
            return null;
        }
        if (accounts.KeysOf(node).Find(k => k.Run == claim.Run && k.Kind == RunGrant.KindTermination && !k.Revoked) is { } granted)
            return GrantOf(granted, account.Verdict);
        if (account.Closings < options.ClosingsMax)
            return Grant(node, claim.Run, RunGrant.KindTermination, account.Verdict, nowMs);
        log.Refused(node, claim.Run, "it said too often that it stops, and went on");
        return null;
    }

    private RunGrant? Keep(string node, RunClaim claim)
    {
        var kind = KindOf(claim.ProofKind);
        if (accounts.KeysOf(node).Find(k => k.Run == claim.Run && k.Kind == kind && IsProof(k, RunClaim.StageStored, node, claim)) is { } key)
            accounts.Confirm(node, key.Id);
        else
            log.Refused(node, claim.Run, "what it says to have stored was never granted");
        return null;
    }

    private RunGrant Grant(string node, uint run, byte kind, byte verdict, long nowMs)
    {
        var key = RandomNumberGenerator.GetBytes(RunGrant.KeyBytes);
        accounts.Grant(node, run, kind, key, nowMs);
        return GrantOf(new RunKey(0, run, kind, key, Confirmed: false, Revoked: false), verdict);
    }

    private static RunGrant GrantOf(RunKey key, byte verdict)
    {
        var grant = new RunGrant { Kind = key.Kind, Verdict = verdict, Run = key.Run };
        key.Key.CopyTo(grant.Key, 0);
        return grant;
    }

    private static RunKey? SecretOf(List<RunKey> keys, uint run) => keys.Find(k => k.Run == run && k.Kind == RunGrant.KindSecret);

    private static byte KindOf(byte proof) => proof == RunClaim.ProofTermination ? RunGrant.KindTermination : RunGrant.KindSecret;

    private static bool IsProof(RunKey key, byte stage, string node, RunClaim claim) =>
        CryptographicOperations.FixedTimeEquals(RunKeys.Proof(Hmac, key.Key, stage, NodeId.Of(node).Number, claim.Run), claim.Proof);
}
