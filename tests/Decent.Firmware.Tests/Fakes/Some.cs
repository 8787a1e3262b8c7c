using System.Security.Cryptography;
using Decent.Firmware.Configuration;
using Decent.Hosting.Identity;
using Decent.Peer;
using Decent.Protocol;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>Data for tests.</summary>
internal static class Some
{
    public static byte[] Bytes(int seed, int count)
    {
        var rng = new Rng((ulong)seed + 1);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)(rng.Next() >> 40);
        return bytes;
    }

    public static byte[] TagOf(byte[] payload) => HMACSHA256.HashData(Tag.Key, payload)[..16];

    /// <summary>A new folder where syncs cost nothing, for tests of which they are no part; elsewhere than on Linux on the disk all the same.</summary>
    public static string MemoryFolder() => Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory(Path.Combine("/dev/shm", "decent-board-" + Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory("decent-board-").FullName;

    /// <summary>The configuration of board-a with the secret "secret".</summary>
    public static BoardRecord Record(string broker = "", string instance = "")
    {
        var record = new BoardRecord
        {
            Name = "board-a", Node = NodeId.Of("board-a").Number, Secret = "secret", Broker = broker, Instance = instance,
            Board = BoardKind.Simulated, Blocks = 24,
        };
        Bytes(3, BoardRecord.KeyBytes).CopyTo(record.Key, 0);
        return record;
    }

    public static void WriteBoard(string path, string broker, string instance)
    {
        var bytes = new byte[BoardRecord.BytesMax];
        File.WriteAllBytes(path, bytes[..Record(broker, instance).Write(bytes)]);
    }

    public static Identity Identity(params string[] sources)
    {
        var identity = new Identity
        {
            Name = "board-a", Group = 0x5a, NodeId = 7, BrokerHost = "broker", BrokerPort = 1883, MqttSecret = "s", Sources = sources,
        };
        Bytes(99, 32).CopyTo(identity.Key, 0);
        return identity;
    }
}
