namespace Decent.Firmware.Tests.Caching;

/// <summary>What the operation in progress had done when the power failed.</summary>
public enum CutMode
{
    /// <summary>Nothing.</summary>
    Lost,

    /// <summary>The first half of the bytes changed since the file was opened: worse than the copy-on-write of the real drive.</summary>
    Half,

    /// <summary>All of them, with bits turned over: worse again.</summary>
    Random,

    /// <summary>All of it.</summary>
    Completed,
}
