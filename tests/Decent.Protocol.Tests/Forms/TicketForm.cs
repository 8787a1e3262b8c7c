using Decent.Peer;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class TicketForm : IMessageForm
{
    public string Kind => "ticket";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer)
    {
        Ticket ticket = new()
        {
            AvascMilli = (uint)fields.Number("avasc-milli"),
            UntilSeconds = (uint)fields.Number("until-seconds"),
            KeyId = (uint)fields.Number("key-id"),
            Address = (uint)fields.Number("address"),
        };
        fields.Octets("signature").CopyTo(ticket.Signature, 0);
        return ticket.Write(buffer);
    }

    public FieldSet? Read(byte[] buffer, int count)
    {
        Ticket ticket = new();
        return !ticket.TryRead(buffer, 0, count) ? null : new FieldSet()
            .Set("avasc-milli", ticket.AvascMilli).Set("until-seconds", ticket.UntilSeconds).Set("key-id", ticket.KeyId)
            .Set("address", ticket.Address).Set("signature", ticket.Signature);
    }

    public FieldSet Some(Rng rng) => new FieldSet()
        .Numbers(rng, 32, "avasc-milli", "until-seconds", "key-id", "address").Set("signature", Tests.Some.Bytes(rng, 64));
}
