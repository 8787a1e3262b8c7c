using Decent.Content.Disk;

namespace Decent.Content.Shelves;

/// <summary>
/// Which leaves of an open file were hashed and found right since this was made. It holds for ten minutes and for a file with this stamp; a file that
/// was changed a moment ago could change again without another stamp, so nothing is held of it. Thread-safe.
/// </summary>
internal sealed class Proof(FileStamp? stamp, long madeAt, bool isSettled, int leaves)
{
    /// <summary>How long bytes that stay in memory are believed after they were hashed: longer than a burst of requests, shorter than a card's decay.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    /// <summary>Clocks of file systems tick every 10 ms at the slowest, and a FAT's every 2 s.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly int[] _right = isSettled ? new int[(leaves + 31) / 32] : [];

    /// <summary>Of a file as it is now.</summary>
    public static Proof Begin(FileStamp? stamp, int leaves, TimeProvider time)
    {
        long age = stamp is { } known ? (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks - (Math.Max(known.Modified, known.Changed) / 100) : -1;
        return new Proof(stamp, time.GetTimestamp(), age >= Settling.Ticks, leaves);
    }

    /// <summary>False when it holds nothing.</summary>
    public bool IsSettled => isSettled;

    /// <summary>False when the file had no name any more.</summary>
    public bool IsNamed => stamp is not { Names: 0 };

    /// <summary>True when a new one has to be begun.</summary>
    public bool IsOver(TimeProvider time) => time.GetElapsedTime(madeAt) >= (isSettled ? GoodFor : Settling);

    /// <summary>True when the file is still the one that was hashed.</summary>
    public bool IsOf(FileStamp? now) => now is not null && now == stamp;

    public void Add(int first, int count)
    {
        for (int leaf = first; isSettled && leaf < first + count; leaf++)
        {
            Interlocked.Or(ref _right[leaf / 32], 1 << leaf);
        }
    }

    public bool HasAll(int first, int count)
    {
        for (int leaf = first; leaf < first + count; leaf++)
        {
            if (!isSettled || (Volatile.Read(ref _right[leaf / 32]) & (1 << leaf)) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
