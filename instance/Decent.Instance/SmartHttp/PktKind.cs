namespace Decent.Instance.SmartHttp;

/// <summary>What a pkt-line is: a payload, or one of the marks that stand where a length would.</summary>
public enum PktKind
{
    /// <summary>The bytes so far end within a line.</summary>
    Unfinished,

    /// <summary>A payload of 0 to 65,516 bytes.</summary>
    Payload,

    /// <summary><c>0000</c>: the end of a message or of a part of it.</summary>
    Flush,

    /// <summary><c>0001</c>: between the parts of a message of protocol v2.</summary>
    Delimiter,

    /// <summary>No pkt-line; the reader stays in this state.</summary>
    Malformed,
}
