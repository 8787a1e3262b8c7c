using Decent.Firmware.Configuration;
using Decent.Peer;
using Decent.Protocol;

namespace Decent.Nano.Tests;

/// <summary>Data for tests.</summary>
internal static class Some
{
    public static readonly string[] Filters = ["decent/1/5a/board-a/up/s", "decent/1/5a/board-a/dn/c"];

    public static Identity Identity(string broker = "10.0.0.1") => new()
    {
        Name = "board-a", Group = 0x5a, NodeId = 7, BrokerHost = broker, BrokerPort = 1883, MqttSecret = "s",
    };

    public static byte[] Bytes(int seed, int count)
    {
        Rng rng = new((ulong)seed + 1);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)(rng.Next() >> 40);
        return bytes;
    }

    public static BoardRecord Record(string broker = "", string instance = "", string edge = "")
    {
        BoardRecord record = new()
        {
            Name = "board-a", Node = 7, Secret = "secret", Broker = broker, Instance = instance, Edge = edge, Board = BoardKind.Virtual, Blocks = 24,
        };
        Bytes(3, BoardRecord.KeyBytes).CopyTo(record.Key, 0);
        return record;
    }
}
