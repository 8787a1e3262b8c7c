using System.Threading.Channels;

namespace Decent.Instance.Control;

/// <summary>Passes each further megabyte on, so that an import is not slowed by telling of it.</summary>
internal sealed class ProgressLines(ChannelWriter<long> lines) : IProgress<long>
{
    private const long Step = 1 << 20;
    private long _told;

    public void Report(long value)
    {
        if (value - _told < Step)
            return;
        _told = value;
        lines.TryWrite(value);
    }
}
