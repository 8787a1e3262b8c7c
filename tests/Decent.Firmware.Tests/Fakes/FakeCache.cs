using Decent.Firmware.Ports;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A cache that does what it is ordered and holds tags alone.</summary>
internal sealed class FakeCache : ICacheOrders
{
    public HashSet<string> Held { get; } = [];

    public HashSet<string> Pinned { get; } = [];

    public int Blocks { get; private set; } = 24;

    public uint Generation { get; set; }

    public int Resize(int blocks) => Blocks = Math.Min(blocks, 256);

    public bool Holds(byte[] tags, int offset) => Held.Contains(Name(tags, offset));

    public bool Pin(byte[] tags, int offset) => Holds(tags, offset) && Pinned.Add(Name(tags, offset));

    public bool Unpin(byte[] tags, int offset) => Pinned.Remove(Name(tags, offset));

    public bool Evict(byte[] tags, int offset) => Held.Remove(Name(tags, offset));

    public void Fill(Inventory inventory)
    {
        inventory.Generation = Generation;
        inventory.BlocksHeld = (uint)Held.Count;
    }

    public static string Name(byte[] tags, int offset) => Convert.ToHexStringLower(tags, offset, 16);
}
