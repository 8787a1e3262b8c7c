using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// A node of its own, stopped on one noon and cut on the next. When it lies, it opens the run after a cut with a recorded proof of a clean stop in place
/// of the truth: of the other node, or its own of before.
/// </summary>
internal sealed class Thief(Func<IEnumerable<BusMessage>> recorded)
{
    public const string Name = "cellar-esp";
    private bool _wasCut;
    private int _lies;

    public bool Lies { get; set; }

    public BusMessage Say(BusMessage message)
    {
        var claim = new RunClaim();
        if (!Lies || !_wasCut || !claim.TryRead(message.Payload, message.Payload.Length) || claim.Stage != RunClaim.StageOpen)
            return message;
        var proofs = recorded().Select(Read).Where(c => c.Stage == RunClaim.StageOpen && c.ProofKind == RunClaim.ProofTermination).ToList();
        if (proofs.Count == 0)
            return message;
        var shown = proofs[_lies++ % proofs.Count];
        (claim.ProofKind, claim.PreviousRun) = (shown.ProofKind, shown.PreviousRun);
        shown.Proof.CopyTo(claim.Proof, 0);
        var bytes = new byte[Limits.FrameBytesMax];
        return message with { Payload = bytes[..claim.Write(bytes)] };
    }

    /// <summary>Its week: off for an hour after each noon.</summary>
    public void Plan(Action<long, Action> at, Board board)
    {
        at(60_000, board.Plug);
        for (var day = 0; day < 7; day++)
        {
            var noonMs = day * WeekPlan.DayMs + 12 * WeekPlan.HourMs;
            var isCut = day % 2 == 1;
            at(noonMs, () =>
            {
                _wasCut = isCut;
                (isCut ? (Action)board.Cut : board.Stop)();
            });
            at(noonMs + WeekPlan.HourMs, board.Plug);
        }
    }

    private static RunClaim Read(BusMessage message)
    {
        var claim = new RunClaim();
        Assert.True(claim.TryRead(message.Payload, message.Payload.Length));
        return claim;
    }
}
