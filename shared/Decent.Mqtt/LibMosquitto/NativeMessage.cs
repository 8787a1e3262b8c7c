using System.Runtime.InteropServices;

namespace Decent.Mqtt.LibMosquitto;

/// <summary><c>struct mosquitto_message</c>, unchanged since version 1.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMessage
{
    public int Mid;
    public nint Topic;
    public nint Payload;
    public int PayloadLength;
    public int Qos;
    public byte Retain;
}
