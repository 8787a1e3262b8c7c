using System.Text;
using System.Text.Json;
using Decent.Content.Disk;
using Decent.Hosting.Cli;
using Decent.Hosting.Identity;
using Decent.Protocol;

namespace Decent.Instance.Enrolment;

/// <summary>A board's configuration as a file for the flashing tool, and beside it the list of files that nanoff copies to the board.</summary>
public sealed class BoardConfigFile
{
    private const int LedPinMax = 48;
    private static readonly string[] Copies = [@"I:\decent\config\a", @"I:\decent\config\b"];

    /// <summary>Full path of the record.</summary>
    public required string Path { get; init; }

    /// <summary>One of <see cref="BoardKind"/>.</summary>
    public required byte Board { get; init; }

    /// <summary>An edge that the board asks first; empty: none.</summary>
    public string Edge { get; init; } = "";

    /// <summary>Broker, host:port; empty: the instance's.</summary>
    public string Broker { get; init; } = "";

    /// <summary>Small blocks held, 1 to 16,384; null: what the partition holds.</summary>
    public int? Blocks { get; init; }

    /// <summary>One of <see cref="BoardAdmission"/>; -1 for a word that is none.</summary>
    public int Admission { get; init; }

    /// <summary>Content bytes a second, 5,000 to 100,000,000; null: 100,000.</summary>
    public int? OfferedBytesPerSecond { get; init; }

    /// <summary>0 to 65,535; null: 4930.</summary>
    public int? UdpPort { get; init; }

    /// <summary>GPIO 0 to 48, -1: none, null: the usual one.</summary>
    public int? LedPin { get; init; }

    /// <summary>65,536 to 2^30; null: as nanoFramework's partition table for this board has it.</summary>
    public long? PartitionBytes { get; init; }

    /// <summary>6 bytes, the network address of the one board that it is for; empty: any board.</summary>
    public byte[] Mac { get; init; } = [];

    /// <summary>An existing file may be replaced.</summary>
    public bool Replaces { get; init; }

    /// <summary>The list for nanoff.</summary>
    public string DeploymentPath => Path + ".deploy.json";

    /// <summary>Everything that can be known to fail before a node is let in.</summary>
    /// <exception cref="CliException">Something is wrong; the message says what to change.</exception>
    public void Check(string name)
    {
        if (Board == 0)
            throw new CliException("--board: use esp32, esp32-8mb, esp32-16mb, esp32-s3, virtual or simulated.");
        if (UdpPort is < 0 or > 65_535)
            throw new CliException("--port: use 0 to 65535.");
        if (LedPin is < -1 or > LedPinMax)
            throw new CliException($"--led-pin: use 0 to {LedPinMax}, or -1 for none.");
        if (Blocks is < 1 or > BoardRecord.BlocksMax)
            throw new CliException($"--blocks: use 1 to {BoardRecord.BlocksMax}.");
        if (Admission < 0)
            throw new CliException($"--{BoardFaultText.Of(BoardFault.Admission)}.");
        if (OfferedBytesPerSecond < 0)
            throw new CliException($"--{BoardFaultText.Of(BoardFault.Offered)}.");
        if (PartitionBytes is < 0 or > uint.MaxValue)
            throw new CliException($"--{BoardFaultText.Of(BoardFault.Partition)}.");
        if (Record(new NodeCredentials { Name = name, MqttSecret = "-", NodeKey = "" }).Fault() is not BoardFault.None and var fault)
            throw new CliException($"--{BoardFaultText.Of(fault)}.");
        if (!Replaces && File.Exists(Path))
            throw new CliException($"{Path} exists; give another file, or --force to replace it.");
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(Path)))
            throw new CliException($"There is no folder {System.IO.Path.GetDirectoryName(Path)}.");
    }

    /// <summary>Writes both files, durable and for the owner alone; returns what was done and what comes next.</summary>
    /// <exception cref="CliException">They cannot be written. The credentials are valid all the same.</exception>
    public string Write(NodeCredentials credentials)
    {
        var record = Record(credentials);
        record.Sequence = NextSequence();
        var bytes = new byte[BoardRecord.BytesMax];
        var count = record.Write(bytes);
        if (count == 0)
            throw Failed(credentials, BoardFaultText.Of(record.Fault()));
        try
        {
            DurableFile.Write(Path, bytes.AsSpan(0, count), isSecret: true);
            if (Board is not BoardKind.Simulated and not BoardKind.Virtual)
                DurableFile.Write(DeploymentPath, Encoding.UTF8.GetBytes(Deployment()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(credentials, e.Message);
        }

        return $"Wrote {Path} for {credentials.Name} ({BoardKind.NameOf(Board)}). It holds the node's secrets: only you may read it.\n{Next()}";
    }

    private static CliException Failed(NodeCredentials credentials, string reason) => new(
        $"The credentials above are valid, but the board's configuration was not written: {reason}. "
        + $"To try again: decent-instance nodes rotate {credentials.Name} --board-config FILE");

    private BoardRecord Record(NodeCredentials credentials)
    {
        var record = new BoardRecord
        {
            Node = NodeId.Of(credentials.Name).Number,
            Name = credentials.Name,
            Secret = credentials.MqttSecret,
            Instance = credentials.Instance.TrimEnd('/'),
            Edge = Edge,
            // A broker behind TLS is learnt with its authority, for which the record has no room.
            Broker = Broker.Length > 0 ? Broker : credentials.Ca.Length > 0 ? "" : credentials.Broker,
            Board = Board,
            PartitionBytes = (uint)(PartitionBytes ?? UsualPartitionBytes()),
            Blocks = (ushort)(Blocks ?? 0),
            Admission = (byte)Admission,
            UdpPort = (ushort)(UdpPort ?? Limits.PeerPort),
            LedPin = LedPin switch { null => BoardRecord.UsualLed, -1 => BoardRecord.NoLed, var pin => (byte)pin },
        };
        if (OfferedBytesPerSecond is { } offered)
            record.OfferedBytesPerSecond = (uint)offered;
        NodeKey.Read(credentials).CopyTo(record.Key, 0);
        Mac.CopyTo(record.Mac, 0);
        return record;
    }

    /// <summary>A simulated board's drive is as large as its blocks need: two sectors each leave room for collection.</summary>
    private long UsualPartitionBytes() => Board == BoardKind.Simulated
        ? Math.Max(BoardKind.PartitionBytesOf(Board), (Blocks ?? 0) * 8192L)
        : BoardKind.PartitionBytesOf(Board);

    /// <summary>A board that has the file's older record takes the new one for newer.</summary>
    private uint NextSequence()
    {
        if (!File.Exists(Path) || new FileInfo(Path).Length > BoardRecord.BytesMax)
            return 1;
        var bytes = File.ReadAllBytes(Path);
        var there = new BoardRecord();
        return there.Read(bytes, bytes.Length) == BoardFault.None ? unchecked(there.Sequence + 1) : 1;
    }

    private string Deployment() => JsonSerializer.Serialize(
        new BoardDeployment { Files = [.. Copies.Select(copy => new DeployedFile { DestinationFilePath = copy, SourceFilePath = Path })] },
        BoardDeploymentJson.Default.BoardDeployment) + "\n";

    private string Next() => Board switch
    {
        BoardKind.Simulated => $"Next: decent-board run --config {Path}",
        BoardKind.Virtual => $"Next: copy {Path} to decent\\config\\a on the virtual device's drive I:, then start it.",
        _ => $"Next: nanoff --filedeployment {DeploymentPath} --serialport PORT",
    };
}
