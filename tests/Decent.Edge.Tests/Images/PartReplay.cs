using Decent.Peer;

namespace Decent.Edge.Tests.Images;

/// <summary>A part of a guest's disk at any point of a log of what the disk was told. Points are asked for in their order.</summary>
/// <param name="log">Not owned.</param>
/// <param name="fresh">The part's bytes as they were before.</param>
/// <param name="start">Where on the disk it begins.</param>
public sealed class PartReplay(BlockLog log, Func<byte[]> fresh, long start)
{
    private byte[]? _flushed;
    private int _done;

    /// <summary>
    /// Everything up to a flush, and of the entries behind it and before a cut those that chance has let through, in an order of chance.
    /// </summary>
    public byte[] At(int flush, int cut, Rng rng)
    {
        byte[] bytes = (byte[])Flushed(flush).Clone();
        foreach (int i in Enumerable.Range(flush, cut - flush).Where(i => log.Writes[i].IsDurable || rng.Below(2) == 0).OrderBy(_ => rng.Next()))
        {
            log.Apply(log.Writes[i], bytes, start);
        }

        return bytes;
    }

    private byte[] Flushed(int flush)
    {
        if (_flushed is null || flush < _done)
        {
            (_flushed, _done) = (fresh(), 0);
        }

        for (; _done < flush; _done++)
        {
            log.Apply(log.Writes[_done], _flushed, start);
        }

        return _flushed;
    }
}
