using System.Runtime.InteropServices;

namespace Decent.Mqtt.Tests;

internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>To one process that a test has started.</summary>
    public static void Send(int? process, int signal)
    {
        Assert.True(process > 1);
        Assert.Equal(0, Send(process.Value, signal));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
