using System.Net;
using Decent.Firmware.Host.Faults;

namespace Decent.Firmware.Host;

/// <summary>How a simulated board is run.</summary>
public sealed class BoardOptions
{
    /// <summary>The configuration that <c>decent-instance nodes add --board-config</c> wrote.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>The drive's folder; null: NAME.flash in the current folder.</summary>
    public string? StateFolder { get; init; }

    /// <summary>IPv4 address of this machine from which the board speaks. Default 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Where questions to all arrive. Default 127.255.255.255.</summary>
    public IPAddress Broadcast { get; init; } = IPAddress.Parse("127.255.255.255");

    /// <summary>UDP port, 0 to 65,535; null: the file's. 0 takes a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Small blocks held, 1 to 16,384; null: the file's.</summary>
    public int? Blocks { get; init; }

    /// <summary>"auto", "all" or "second": which blocks that others ask for are written; null: the file's.</summary>
    public string? Admission { get; init; }

    /// <summary>Makes jitter and cookies repeatable; null: chance.</summary>
    public ulong? Seed { get; init; }

    /// <summary>What goes wrong on purpose.</summary>
    public BoardFaults Faults { get; init; } = new();

    /// <summary>Log lines as JSON. Default: words.</summary>
    public bool JsonLog { get; init; }
}
