using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// Somebody who recorded all that a board said of its runs, and says it again. It has the board's secret at the broker, which is the worst case.
/// </summary>
internal sealed class Stranger(Turns turns, Broker broker, string node)
{
    private readonly Rng _rng = new(17);
    private readonly List<BusMessage> _heard = [];
    private readonly Envelope _newest = new();
    private int _tricks;

    public IEnumerable<BusMessage> Claims => _heard.Where(m => m.Topic[^1] == 'k');

    /// <summary>States and claims, in the order in which they were said.</summary>
    public IReadOnlyList<BusMessage> Heard => _heard;

    public void Overhear(BusMessage message)
    {
        if (message.Topic.Split('/')[3] != node)
            return;
        if (message.Topic[^1] is 'k' or 's')
            _heard.Add(message);
        _newest.TryRead(message.Payload, message.Payload.Length);
    }

    /// <summary>One trick after the other: everything, claims alone, everything in disorder, and the proofs in claims for another run.</summary>
    public void Play(uint run) => Say((_tricks++ % 4) switch
    {
        0 => [.. _heard],
        1 => [.. Claims],
        2 => Shuffled([.. _heard]),
        _ => [.. Claims.Select(c => Forged(c, run)).OfType<BusMessage>()],
    });

    public void Say(IReadOnlyList<BusMessage> words)
    {
        if (broker.TryConnect("stranger", will: null, _ => { }) is not { } client)
            return;
        foreach (var word in words)
            Assert.True(client.Publish(word with { Retain = false }));
        turns.Clock.After(1_000, client.Close);
    }

    /// <summary>The same proof, but over the link of now and for another run; null for a claim that opens none.</summary>
    public BusMessage? Forged(BusMessage recorded, uint run)
    {
        var claim = new RunClaim();
        if (!claim.TryRead(recorded.Payload, recorded.Payload.Length) || claim.Stage != RunClaim.StageOpen)
            return null;
        (claim.Envelope.Link, claim.Envelope.Sequence, claim.Run) = (_newest.Link, ++_newest.Sequence, run);
        var bytes = new byte[Limits.FrameBytesMax];
        return recorded with { Payload = bytes[..claim.Write(bytes)] };
    }

    private List<BusMessage> Shuffled(List<BusMessage> words)
    {
        for (var i = words.Count - 1; i > 0; i--)
        {
            var j = _rng.Below(i + 1);
            (words[i], words[j]) = (words[j], words[i]);
        }
        return words;
    }
}
