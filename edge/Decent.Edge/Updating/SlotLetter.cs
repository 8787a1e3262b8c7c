namespace Decent.Edge.Updating;

/// <summary>A slot as files and people write it.</summary>
public static class SlotLetter
{
    /// <summary>a or b.</summary>
    public static char Letter(this Slot slot) => slot == Slot.A ? 'a' : 'b';

    /// <summary>The one that is not this.</summary>
    public static Slot Other(this Slot slot) => slot == Slot.A ? Slot.B : Slot.A;

    /// <summary>The slot of a letter; null for any other.</summary>
    public static Slot? Of(char letter) => letter switch { 'a' => Slot.A, 'b' => Slot.B, _ => null };
}
