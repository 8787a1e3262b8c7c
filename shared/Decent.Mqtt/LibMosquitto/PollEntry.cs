using System.Runtime.InteropServices;

namespace Decent.Mqtt.LibMosquitto;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Wanted;
    public short Happened;
}
