namespace Decent.World.Littlefs;

/// <summary>
/// The numbers with which nanoFramework's ESP32 build mounts littlefs (esp_littlefs' defaults), in bytes unless named otherwise.
/// </summary>
public static class Geometry
{
    /// <summary>A sector, the unit of erasing.</summary>
    public const int BlockBytes = 4096;

    /// <summary>Smallest read and smallest program; each begins on a multiple of it.</summary>
    public const int UnitBytes = 128;

    /// <summary>Each file and the drive have a cache of this size: what is written goes to the flash in such pieces.</summary>
    public const int CacheBytes = 512;

    /// <summary>Sectors that one look around by the allocator covers: 128 bytes of bits.</summary>
    public const int LookaheadBlocks = 128 * 8;

    /// <summary>A metadata pair gives up one of its sectors each time it has been erased this often (rounded up to the next odd number).</summary>
    public const int BlockCycles = 512;

    /// <summary>Content up to this size lies in the metadata: the least of the cache, an attribute's size and an eighth of a sector.</summary>
    public const int InlineBytesMax = 512;

    /// <summary>The time of change that esp_littlefs keeps as an attribute, with its tag: a 64-bit time_t.</summary>
    public const int TimeAttributeBytes = 4 + 8;

    internal const int Cycles = (BlockCycles + 1) | 1;

    internal static int Up(int bytes) => (bytes + UnitBytes - 1) / UnitBytes * UnitBytes;

    internal static int Down(int bytes) => bytes / UnitBytes * UnitBytes;
}
