namespace Decent.Edge.Updating;

/// <summary>One of the two systems on a card: a root partition, and the folder of its kernel on the boot partition.</summary>
public enum Slot
{
    A,
    B,
}
