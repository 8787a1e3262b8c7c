using Decent.Content;

namespace Decent.Edge.Scrubbing;

/// <summary>
/// Where the scrub goes on and when, decided without I/O. A pass goes from its first place to the end and then from the beginning to the first place;
/// the first pass of a run begins anywhere, because the place is not kept over a restart: no write for that, and no part is always last.
/// </summary>
public sealed class ScrubPace(ScrubOptions options, ScrubPlace first)
{
    /// <summary>A store that is kept from dropping what is wrong must not be asked again and again.</summary>
    private static readonly TimeSpan AfterDamage = TimeSpan.FromSeconds(1);

    private readonly ScrubPlace _first = first;
    private bool _isSecondLeg;
    private TimeSpan _began;
    private long _heldBytes;

    /// <summary>Where to read next.</summary>
    public ScrubPlace At { get; private set; } = first;

    /// <summary>Whole passes of this run.</summary>
    public int Passes { get; private set; }

    /// <summary>A pass begins now, with so many bytes held.</summary>
    public void Begin(TimeSpan now, long heldBytes) => (_began, _heldBytes, _isSecondLeg, At) = (now, heldBytes, false, _first);

    /// <summary>True while the pass goes on; then <paramref name="pause"/> is how long to wait before the next read, else before the next pass.</summary>
    public bool Goes(ScrubRead read, TimeSpan now, out TimeSpan pause)
    {
        At = read.Next;
        bool isOver = _isSecondLeg && (read.IsEnd || IsPast(read.Next.Object, _first.Object));
        if (isOver)
        {
            Passes++;
            TimeSpan left = _began + options.Period - now;
            pause = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            return false;
        }

        if (read.IsEnd)
        {
            (_isSecondLeg, At) = (true, default);
        }

        pause = read is { Bytes: 0, IsEnd: false } ? AfterDamage : TimeSpan.FromSeconds((double)read.Bytes / BytesPerSecond);
        return true;
    }

    /// <summary>All that is held within the period, between the slowest and the fastest rate.</summary>
    public long BytesPerSecond => Math.Clamp(
        (long)(_heldBytes / options.Period.TotalSeconds), options.BytesPerSecondMin, Math.Max(options.BytesPerSecondMin, options.BytesPerSecondMax));

    private static bool IsPast(Cid at, Cid first)
    {
        Span<byte> left = stackalloc byte[Cid.BytesLength], right = stackalloc byte[Cid.BytesLength];
        left.Clear();
        right.Clear();
        if (!at.IsDefault)
        {
            at.Write(left);
        }

        if (!first.IsDefault)
        {
            first.Write(right);
        }

        return left.SequenceCompareTo(right) > 0;
    }
}
