using Decent.Peer;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

/// <summary>One kind of message between its bytes and the field names of the document.</summary>
public interface IMessageForm
{
    /// <summary>The word after "golden" and in the heading.</summary>
    string Kind { get; }

    /// <summary>Bytes behind the message are ignored.</summary>
    bool TakesTail { get; }

    /// <summary>Bytes written, or 0 when refused.</summary>
    int Write(FieldSet fields, byte[] buffer);

    /// <summary>Null when refused.</summary>
    FieldSet? Read(byte[] buffer, int count);

    /// <summary>The fields of a valid message.</summary>
    FieldSet Some(Rng rng);

    /// <summary>The bits of a byte that a reader ignores and a writer leaves zero.</summary>
    byte Ignored(byte[] message, int offset) => 0;
}
