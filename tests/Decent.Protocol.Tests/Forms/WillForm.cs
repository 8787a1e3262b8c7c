using System.Text;
using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests.Forms;

internal sealed class WillForm : IMessageForm
{
    public string Kind => "will";

    public bool TakesTail => false;

    public int Write(FieldSet fields, byte[] buffer) => Encoding.ASCII.GetBytes(Will.Of(fields.Number("link")), buffer);

    public FieldSet? Read(byte[] buffer, int count) => Will.TryRead(buffer, count, out ulong link) ? new FieldSet().Set("link", link) : null;

    public FieldSet Some(Rng rng) => new FieldSet().Numbers(rng, 64, "link");
}
