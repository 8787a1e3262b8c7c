namespace Decent.Nano;

/// <summary>One packet; only the fields of its kind mean something.</summary>
public sealed record MqttPacket(MqttKind Kind, ushort Id = 0)
{
    public string Topic { get; init; } = "";

    public byte[] Payload { get; init; } = [];

    public bool Assured { get; init; }

    public bool Retain { get; init; }

    /// <summary>Sent before, and not acknowledged.</summary>
    public bool Again { get; init; }

    /// <summary>The broker's word on a CONNECT.</summary>
    public int Code { get; init; }

    public string[] Filters { get; init; } = [];
}
