using System.Text;
using Decent.Protocol.Datagrams;

namespace Decent.World;

/// <summary>The story of a world, for the reader of a failed test. Kept cheap: lines are written only when somebody asks.</summary>
public sealed class Trace
{
    /// <summary>Older lines are dropped; a story is read from its end.</summary>
    private const int LinesMax = 2_000;

    private readonly Queue<(long AtMs, string Who, object What)> _lines = new();
    private readonly Dictionary<WorldEndpoint, string> _names = [];
    private readonly WorldClock _clock;

    internal Trace(WorldClock clock, WorldNetwork network)
    {
        _clock = clock;
        network.Sent += datagram => Add("sent", datagram);
        network.Lost += datagram => Add("LOST", datagram);
    }

    public void Say(string who, string what) => Add(who, what);

    internal void Name(WorldEndpoint at, string name) => _names[at] = name;

    public override string ToString()
    {
        StringBuilder story = new();
        foreach ((long atMs, string who, object what) in _lines)
        {
            story.Append(atMs).Append(" ms  ").Append(who).Append(' ').AppendLine(what is WorldDatagram datagram ? Tell(datagram) : what.ToString());
        }

        return story.ToString();
    }

    private void Add(string who, object what)
    {
        if (_lines.Count == LinesMax) _lines.Dequeue();
        _lines.Enqueue((_clock.NowMs, who, what));
    }

    private string Tell(WorldDatagram datagram)
    {
        byte[] bytes = datagram.Bytes;
        string more = datagram.Type switch
        {
            DatagramType.WantBlocks => $"thr {BitConverter.ToUInt32(bytes, 12)} n {bytes[16]}",
            DatagramType.Have when bytes.Length == Have.BlocksBytes => $"bitmap {BitConverter.ToUInt64(bytes, 112):x}",
            DatagramType.Get => $"tag {Convert.ToHexString(bytes, 12, 4)} chunks {bytes[36]}",
            DatagramType.Data => $"tag {Convert.ToHexString(bytes, 12, 4)} chunk {bytes[20]} of {bytes[21]}",
            _ => "",
        };
        return $"{Who(datagram.From)} -> {Who(datagram.To)}{(datagram.IsBroadcast ? " (all)" : "")} {datagram.Type} {more}";
    }

    private string Who(WorldEndpoint at) => _names.GetValueOrDefault(at) ?? at.ToString();
}
