using Decent.Firmware.Device;
using Decent.Protocol;

namespace Decent.Nano.Tests.Virtual;

/// <summary>The virtual device's own program on the simulated interpreter.</summary>
internal static class VirtualDevice
{
    public const string RecordPath = Application.ConfigFolder + "\\a";

    public static void Start(Interpreter nano) => nano.Boot("main", Firmware.Virtual.Program.Main);

    /// <summary>As the flashing tool does, into folders that are there.</summary>
    public static void Configure(Interpreter nano, BoardRecord record)
    {
        var bytes = new byte[BoardRecord.BytesMax];
        record.Sequence = 1;
        nano.Drive[RecordPath] = bytes[..record.Write(bytes)];
    }

    /// <summary>The code was noted on the serial line.</summary>
    public static bool Noted(this Interpreter nano, int code) => nano.Console.Any(line => line.StartsWith($"e{code} ", StringComparison.Ordinal));
}
