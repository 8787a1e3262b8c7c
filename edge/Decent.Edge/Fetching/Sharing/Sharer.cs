namespace Decent.Edge.Fetching.Sharing;

/// <summary>Another edge that has a file or fetches it at the same time, as one fetch here sees it.</summary>
internal sealed class Sharer(Uri address, ulong node, int leaves, bool isWhole, long nowMs)
{
    private const long Never = long.MaxValue / 2;

    private readonly byte[] _have = new byte[(leaves + 7) / 8];
    private int[] _busy = [];

    public Uri Address => address;

    public ulong Node => node;

    /// <summary>It had all of it when it was met, and is told nothing.</summary>
    public bool IsWhole => isWhole;

    /// <summary>It takes leaves from the instance and gives them to the others; counts as true until it says so or not.</summary>
    public bool Feeds { get; private set; } = !isWhole;

    /// <summary>When it was met, or last showed a leaf more.</summary>
    public long NewsMs { get; private set; } = nowMs;

    /// <summary>Nothing comes from it any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Leaves that are its to fetch and wait there, counted by the plan while it decides.</summary>
    public int Waiting { get; set; }

    /// <summary>One of those that another may take off it; -1: none.</summary>
    public int Spare { get; set; } = -1;

    public bool Has(int leaf) => isWhole || (_have[leaf >> 3] & (1 << (leaf & 7))) != 0;

    /// <summary>Since when it takes nothing from the instance, as it says; far in the future while it does.</summary>
    public long IdleSinceMs { get; private set; } = nowMs;

    /// <summary>It says that this leaf is on its way from the instance.</summary>
    public bool IsBusyWith(int leaf) => Array.IndexOf(_busy, leaf) >= 0;

    /// <summary>Takes its word, which must be of this file; true when it has a leaf more than before.</summary>
    public bool Hear(SharingState state, long nowMs)
    {
        Feeds = state.Feeds;
        IdleSinceMs = state.Busy.Length > 0 ? Never : _busy.Length > 0 ? nowMs : IdleSinceMs;
        _busy = state.Busy;
        bool isMore = false;
        for (int i = 0; i < _have.Length; i++)
        {
            isMore |= (state.Have[i] & ~_have[i]) != 0;
            _have[i] = state.Have[i];
        }

        NewsMs = isMore ? nowMs : NewsMs;
        return isMore;
    }
}
