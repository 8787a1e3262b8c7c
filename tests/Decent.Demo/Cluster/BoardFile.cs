using Decent.Hosting.Identity;
using Decent.Protocol;

namespace Decent.Demo.Cluster;

/// <summary>A simulated board's configuration made without an instance.</summary>
public static class BoardFile
{
    /// <summary>Writes a valid record; <paramref name="record"/> has its name, key and secret, and gets its id.</summary>
    public static void Write(string path, BoardRecord record)
    {
        record.Board = BoardKind.Simulated;
        record.Node = NodeId.Of(record.Name).Number;
        byte[] bytes = new byte[BoardRecord.BytesMax];
        int count = record.Write(bytes);
        if (count == 0)
        {
            throw new ArgumentException(BoardFaultText.Of(record.Fault()), nameof(record));
        }

        File.WriteAllBytes(path, bytes[..count]);
    }
}
