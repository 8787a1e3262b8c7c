namespace Decent.Hosting.Peers;

/// <summary>An edge that answered a resource question and serves bulk over HTTP.</summary>
public readonly record struct Holder(uint Address, ushort HttpPort, ulong Node, bool Whole);
