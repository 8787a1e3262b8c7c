namespace Decent.Protocol.Tests.Forms;

/// <summary>Every kind of message, in the document's order.</summary>
internal static class MessageForms
{
    public static IReadOnlyList<IMessageForm> All { get; } =
    [
        new WantResourceForm(), new WantBlocksForm(), new HaveForm(), new GetForm(), new DataForm(), new GoneForm(), new TicketForm(),
        new BirthForm(), new DeathForm(), new WillForm(), new CountersForm(), new InventoryForm(), new LogForm(), new RunRecordForm(),
        new CommandForm(), new CommandResultForm(), new LogAckForm(), new RunClaimForm(), new RunGrantForm(),
        new GroupManifestForm(), new DeltaForm(), new BlockRecordForm(), new BoardRecordForm(),
    ];

    public static TheoryData<string> Kinds => [.. All.Select(form => form.Kind)];

    public static IMessageForm Of(string kind) => All.Single(form => form.Kind == kind);
}
