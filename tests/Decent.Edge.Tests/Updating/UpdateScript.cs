using System.Text;
using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Updating;

/// <summary>
/// A card's life in a process of its own, which a test traces: flashed with release 1, updated to 2 in slot b, found good, updated to 3 in slot a, found good.
/// </summary>
internal static class UpdateScript
{
    public const string Verb = "update-script";

    /// <summary>Which release starts after each change of the choice, the flashed one first.</summary>
    public static readonly (Slot Slot, int Release)[] States = [(Slot.A, 1), (Slot.B, 2), (Slot.B, 2), (Slot.A, 3), (Slot.A, 3)];

    /// <summary>Plays: the card's folder, one beside it, and a file that is written once the card is flashed.</summary>
    public static async Task<int> PlayAsync(string[] arguments)
    {
        SomeCard card = new(arguments[0], arguments[1]);
        string[] images = [card.Image(2), card.Image(3)];
        card.Flash(1);
        await File.WriteAllBytesAsync(arguments[2], Encoding.ASCII.GetBytes("flashed\n"));
        Slot running = Slot.A;
        foreach (string image in images)
        {
            await card.Update(running).RunAsync(image, isForced: false, CancellationToken.None);
            running = running.Other();
            await new SlotTrial(card.Card(running), card, card, new HurryTime()).JudgeAsync(CancellationToken.None);
        }

        return 0;
    }
}
