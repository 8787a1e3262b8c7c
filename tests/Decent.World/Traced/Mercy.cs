using Decent.Peer;

namespace Decent.World.Traced;

/// <summary>What of the unsynced changes a power cut leaves: from none to all of them, as a seed decides.</summary>
public sealed class Mercy(ulong seed)
{
    private const int Sector = 512;
    private readonly Rng _rng = new(seed);
    private int _mood = new Rng(seed ^ 0x5eed).Below(6);

    /// <summary>Nothing that is not synced is left.</summary>
    public static Mercy None() => new(0) { _mood = 0 };

    /// <summary>How many of the first of some changes that keep their order.</summary>
    public int Prefix(int count) => Mood() switch { 0 => 0, 1 => count, _ => _rng.Below(count + 1) };

    /// <summary>Which of some changes without an order.</summary>
    public bool[] Of(int count)
    {
        var mood = Mood();
        var first = _rng.Below(count + 1);
        return [.. Enumerable.Range(0, count).Select(i => mood switch { 0 => false, 1 => true, 2 or 3 => i < first, _ => _rng.Below(2) == 0 })];
    }

    /// <summary>A kept write, or some of its first sectors.</summary>
    public byte[] Torn(byte[] bytes) => bytes.Length > Sector && _mood > 1 && _rng.Below(8) == 0
        ? bytes[..(Sector * (1 + _rng.Below(bytes.Length / Sector)))]
        : bytes;

    /// <summary>One cut in six loses everything and one nothing; the others decide each time.</summary>
    private int Mood() => _mood < 2 ? _mood : _rng.Below(5);
}
