using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Decent.Hosting.Lan;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Hosting.Tests;

public sealed class UdpPortTests
{
    [Fact]
    public async Task A_taken_port_is_told_in_a_sentence_and_leaves_nothing_bound()
    {
        Lan lan = new();
        LanOptions first = lan.Next(), second = lan.Next();
        await using UdpPort port = new(first, NullLogger.Instance);

        IOException error = Assert.Throws<IOException>(() =>
            new UdpPort(new LanOptions { Interfaces = [second.Interfaces[0], first.Interfaces[0]], Port = lan.Port }, NullLogger.Instance));

        Assert.Contains("--lan-port", error.Message, StringComparison.Ordinal);
        await using UdpPort free = new(second, NullLogger.Instance);
        Assert.Equal(lan.Port, free.Port);
    }

    [Fact]
    public async Task A_broadcast_is_heard_by_all_others_on_the_host_from_the_senders_address_and_not_by_itself()
    {
        Lan lan = new();
        await using UdpPort a = new(lan.Next(), NullLogger.Instance), b = new(lan.Next(), NullLogger.Instance), c = new(lan.Next(), NullLogger.Instance);
        BlockingCollection<Datagram> atA = [], atB = [], atC = [];
        foreach ((UdpPort port, BlockingCollection<Datagram> heard) in new[] { (a, atA), (b, atB), (c, atC) })
        {
            port.Start(datagram => heard.TryAdd(datagram));
        }

        a.Broadcast([1, 2, 3], 3);
        Datagram heardB = await TakeAsync(atB), heardC = await TakeAsync(atC);
        b.Send(a.Interfaces.First().Address, (ushort)lan.Port, [4], 1);
        Datagram first = await TakeAsync(atA);

        uint sender = a.Interfaces.First().Address;
        Assert.Equal((sender, (ushort)lan.Port, 3), (heardB.Address, heardB.Port, heardB.Count));
        Assert.Equal((sender, (ushort)lan.Port, 3), (heardC.Address, heardC.Port, heardC.Count));
        Assert.Equal((b.Interfaces.First().Address, 1, (byte)4), (first.Address, first.Count, first.Buffer[0]));
    }

    [Fact]
    public async Task It_may_be_closed_twice_and_sends_nothing_afterwards()
    {
        UdpPort port = new(new Lan().Next(), NullLogger.Instance);
        port.Start(_ => false);
        await port.DisposeAsync();
        await port.DisposeAsync();
        port.Broadcast([1], 1);
    }

    private static Task<Datagram> TakeAsync(BlockingCollection<Datagram> heard) =>
        Task.Run(() => heard.TryTake(out Datagram datagram, Lan.Patience) ? datagram : throw new TimeoutException(), TestContext.Current.CancellationToken);
}
