using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Host;

/// <summary>Milliseconds set by hand.</summary>
internal sealed class HandClock : IClock
{
    public long NowMs { get; set; }

    public ulong WallSeconds => 0;
}
