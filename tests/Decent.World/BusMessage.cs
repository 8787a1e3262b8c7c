namespace Decent.World;

/// <summary>One message; <paramref name="Retain"/> on arrival says that it was kept, not that it is new. <paramref name="Qos"/>: 0 or 1.</summary>
public sealed record BusMessage(string Topic, byte[] Payload, int Qos = 0, bool Retain = false);
