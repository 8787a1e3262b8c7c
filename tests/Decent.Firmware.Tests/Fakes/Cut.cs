namespace Decent.Firmware.Tests.Fakes;

/// <summary>What the flash operation in progress had done when the power failed.</summary>
public enum Cut
{
    /// <summary>Nothing.</summary>
    Before,

    /// <summary>The first half of a commit reached the flash: worse than the copy-on-write of the real drive.</summary>
    Torn,

    /// <summary>All of it.</summary>
    After,
}
