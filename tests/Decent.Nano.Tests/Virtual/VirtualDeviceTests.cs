using System.Security.Cryptography;
using Decent.Firmware.Device;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Nano.Tests.Virtual;

/// <summary>The whole composition, from the record on the drive to an answer on the LAN, and what it does where the platform lacks something.</summary>
public sealed class VirtualDeviceTests
{
    private const int Port = 4_930;
    private const string Missing = Application.ConfigFolder + ": there is no configuration";

    [Fact]
    public void A_record_that_comes_later_is_found_and_its_lack_told_once() => Interpreter.Run(nano =>
    {
        VirtualDevice.Start(nano);
        nano.Sleep(60_000);
        Assert.StartsWith(Missing, Assert.Single(nano.Console), StringComparison.Ordinal);
        Broker broker = new();
        VirtualDevice.Configure(nano, Some.Record("10.0.0.1:1883"));
        nano.Until("on the bus", () => nano.Noted(EventCode.BusConnected), 10_000);
        Assert.Equal(1, broker.Connects);
        nano.Until("born", () => broker.Published.Any(packet => packet.Topic.EndsWith("/board-a/up/s", StringComparison.Ordinal)), 5_000);
        Assert.Empty(nano.Unhandled);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_block_that_was_asked_for_is_fetched_kept_and_given_with_or_without_interfaces(bool known) => Interpreter.Run(nano =>
    {
        var block = Some.Bytes(8, Limits.BlockBytesMax);
        var tag = HMACSHA256.HashData(Tag.Key, block)[..Limits.TagBytes];
        nano.Lan.Interfaces = known ? nano.Lan.Interfaces : null;
        _ = new Http.HttpServer(nano, Http.HttpServer.With(block));
        Start(nano, Some.Record(instance: "http://10.0.0.2:80"));
        for (var i = 0; !nano.Lan.Sent.Any(sent => Is<Have>(sent.Bytes)); i++)
        {
            Assert.InRange(i, 0, 60);
            nano.Lan.Deliver("10.0.0.9", 5_000, Port, Want(tag, (ulong)i + 1));
            nano.Sleep(1_000);
        }

        var (address, port, bytes) = nano.Lan.Sent.First(sent => Is<Have>(sent.Bytes));
        Have have = new();
        Assert.True(have.TryRead(bytes, bytes.Length));
        Assert.Equal(("10.0.0.9", 5_000), (address, port));
        nano.Lan.Sent.Clear();
        nano.Lan.Deliver("10.0.0.9", 5_000, Port, Fetch(tag, have));
        nano.Until("given", () => nano.Lan.Sent.Count(sent => Is<Data>(sent.Bytes)) == 3, 2_000);
        Assert.Equal(block, Joined(nano));
        Assert.Equal(0, nano.Drive.Cut);
        Assert.Equal(0, nano.Census.ReceivesTimedOut);
        Assert.Empty(nano.Unhandled);
    });

    [Fact]
    public void Nobody_outside_the_subnet_is_answered_where_only_the_address_is_known() => Interpreter.Run(nano =>
    {
        var block = Some.Bytes(8, 100);
        var tag = HMACSHA256.HashData(Tag.Key, block)[..Limits.TagBytes];
        nano.Lan.Interfaces = [];
        _ = new Http.HttpServer(nano, Http.HttpServer.With(block));
        Start(nano, Some.Record(instance: "http://10.0.0.2:80"));
        for (ulong i = 1; i < 30; i++)
        {
            nano.Lan.Deliver("10.0.1.9", 5_000, Port, Want(tag, i));
            nano.Sleep(1_000);
        }

        Assert.DoesNotContain(nano.Lan.Sent, sent => sent.Address == "10.0.1.9");
    });

    [Fact]
    public void A_node_that_cannot_learn_its_address_is_on_the_bus_all_the_same() => Interpreter.Run(nano =>
    {
        nano.Lan.Interfaces = null;
        nano.Lan.Source = null;
        _ = new Broker();
        Start(nano, Some.Record("10.0.0.1:1883"));
        nano.Until("on the bus", () => nano.Noted(EventCode.BusConnected), 10_000);
        Assert.Empty(nano.Unhandled);
    });

    [Fact]
    public void A_record_for_one_board_is_taken_where_the_address_is_unknown_and_refused_on_another() => Interpreter.Run(nano =>
    {
        var record = Some.Record("10.0.0.1:1883");
        record.Mac[5] = 9;
        Start(nano, record);
        nano.Sleep(1_000);
        Assert.Contains(nano.Console, line => line.Contains("another network address", StringComparison.Ordinal));
        nano.Lan.Interfaces = null;
        nano.Until("started", () => nano.Noted(EventCode.NodeStarted), 10_000);
    });

    [Fact]
    public void Without_native_HMAC_or_sockets_it_says_so_and_stays() => Interpreter.Run(nano =>
    {
        nano.LacksHmac = true;
        Start(nano, Some.Record());
        nano.Until("told", () => nano.Console.Any(line => line.StartsWith("cannot run here: ", StringComparison.Ordinal)), 10_000);
        nano.Sleep(60_000);
        Assert.Contains("main", nano.DeviceThreads);
        Assert.Empty(nano.Unhandled);
    });

    [Fact]
    public void Without_a_drive_it_says_so_and_looks_again() => Interpreter.Run(nano =>
    {
        nano.Drive.Fault = new NotLinkedException();
        VirtualDevice.Start(nano);
        nano.Sleep(60_000);
        Assert.StartsWith(Missing, Assert.Single(nano.Console), StringComparison.Ordinal);
        nano.Drive.Fault = null;
        nano.Sleep(6_000);
        VirtualDevice.Configure(nano, Some.Record());
        nano.Until("started", () => nano.Noted(EventCode.NodeStarted), 10_000);
    });

    private static void Start(Interpreter nano, BoardRecord record)
    {
        new FlashDrive("config").Make();
        VirtualDevice.Configure(nano, record);
        VirtualDevice.Start(nano);
    }

    private static byte[] Want(byte[] tag, ulong nonce)
    {
        WantBlocks want = new() { Count = 1, Nonce = nonce, Unicast = true };
        tag.CopyTo(want.Tags, 0);
        var bytes = new byte[Limits.DatagramBytesMax];
        return bytes[..want.Write(bytes)];
    }

    private static byte[] Fetch(byte[] tag, Have have)
    {
        Get get = new() { Nonce = have.Nonce, Missing = 7 };
        tag.CopyTo(get.Tag, 0);
        have.Cookie.CopyTo(get.Cookie, 0);
        var bytes = new byte[Limits.DatagramBytesMax];
        return bytes[..get.Write(bytes)];
    }

    private static bool Is<T>(byte[] bytes) => typeof(T) == typeof(Have) ? new Have().TryRead(bytes, bytes.Length) : new Data().TryRead(bytes, bytes.Length);

    private static byte[] Joined(Interpreter nano)
    {
        var block = new byte[Limits.BlockBytesMax];
        foreach (var (_, _, bytes) in nano.Lan.Sent.Where(sent => Is<Data>(sent.Bytes)))
        {
            Data data = new();
            data.TryRead(bytes, bytes.Length);
            bytes.AsSpan(Data.ContentOffset, data.Length).CopyTo(block.AsSpan(data.Chunk * Limits.ChunkBytesMax));
        }

        return block;
    }
}
