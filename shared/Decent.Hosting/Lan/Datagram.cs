namespace Decent.Hosting.Lan;

/// <summary>One received datagram; <paramref name="Buffer"/> belongs to the receiver until it gives it back.</summary>
public readonly record struct Datagram(uint Address, ushort Port, byte[] Buffer, int Count);
