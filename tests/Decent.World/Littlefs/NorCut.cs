namespace Decent.World.Littlefs;

/// <summary>What the program or erase under way had done when the power failed.</summary>
public enum NorCut
{
    /// <summary>Nothing.</summary>
    Lost,

    /// <summary>The first half of its bytes.</summary>
    Half,

    /// <summary>Some of its bits, chosen by the chip's seed.</summary>
    RandomBits,

    /// <summary>All of it; then the power failed.</summary>
    Completed,
}
