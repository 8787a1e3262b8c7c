namespace Decent.World.Traced;

/// <summary>A file or a folder, whatever it is called.</summary>
public abstract class DiskNode
{
    private readonly List<(int Began, int Ended)> _syncs = [];

    /// <summary>A sync, which covers what had ended before it began and holds once it has ended.</summary>
    public void Sync(int began, int ended) => _syncs.Add((began, ended));

    /// <summary>Everything that ended before this line is on the disk when the power goes after line <paramref name="cut"/>.</summary>
    protected int SyncedBefore(int cut) => _syncs.Where(s => s.Ended <= cut).Select(s => s.Began).DefaultIfEmpty(0).Max();
}
