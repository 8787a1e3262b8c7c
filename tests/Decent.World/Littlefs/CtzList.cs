using System.Numerics;

namespace Decent.World.Littlefs;

/// <summary>
/// A file as littlefs stores it: a list of sectors linked backwards. Sector n begins with ctz(n) + 1 pointers, to the sectors n - 1, n - 2, n - 4
/// and so on; sector 0 has none. Only the last one is named in the metadata.
/// </summary>
public static class CtzList
{
    /// <summary>Content that the sector with this index holds, in bytes.</summary>
    public static int CapacityOf(int index) => Geometry.BlockBytes - PointerBytes(index);

    /// <summary>Bytes of pointers at its beginning.</summary>
    public static int PointerBytes(int index) => index == 0 ? 0 : 4 * (BitOperations.TrailingZeroCount(index) + 1);

    /// <summary>The index of the sector that holds the byte at this position, and where in it, pointers counted.</summary>
    public static int IndexOf(int position, out int offset)
    {
        const int least = Geometry.BlockBytes - 8;
        offset = position;
        int index = position / least;
        if (index == 0) return 0;
        index = (position - 4 * (BitOperations.PopCount((uint)index - 1) + 2)) / least;
        offset = position - least * index - 4 * BitOperations.PopCount((uint)index);
        return index;
    }

    /// <summary>Walks from the last sector to the one that holds a position, by the longest jumps: a pointer is read for each.</summary>
    internal static int Find(int head, int size, int position, Func<int, int, int> pointer, out int offset)
    {
        int current = IndexOf(size - 1, out _);
        int target = IndexOf(position, out offset);
        while (current > target)
        {
            int reach = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)(current - target + 1))) - 1;
            int skip = Math.Min(reach, BitOperations.TrailingZeroCount(current));
            head = pointer(head, skip);
            current -= 1 << skip;
        }

        return head;
    }

    /// <summary>Visits each sector, last one first.</summary>
    internal static void Walk(int head, int size, Func<int, int, int> pointer, Action<int> visit)
    {
        if (size == 0) return;
        int index = IndexOf(size - 1, out _);
        while (true)
        {
            visit(head);
            if (index == 0) return;
            int next = pointer(head, 0);
            if (index % 2 == 0)
            {
                visit(next);
                next = pointer(head, 1);
                index--;
            }

            head = next;
            index--;
        }
    }
}
