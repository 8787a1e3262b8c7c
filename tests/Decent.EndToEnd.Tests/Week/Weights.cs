namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// What a crowded LAN takes at one time: bytes of a device's heap for each board and for the edge, bytes of all objects of this process but for the
/// content of flash, and events planned.
/// </summary>
internal sealed record Weights(IReadOnlyList<int> Boards, int Edge, long Process, int Pending)
{
    /// <summary>Bytes of all objects that live in this process.</summary>
    public static long OfProcess()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        // As the collection left them; GC.GetTotalMemory counts the room that each thread has for its next objects too.
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }

    public Weights Least(Weights other) => new(
        [.. Boards.Zip(other.Boards, Math.Min)], Math.Min(Edge, other.Edge), Math.Min(Process, other.Process), Math.Min(Pending, other.Pending));
}
