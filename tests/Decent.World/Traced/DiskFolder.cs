namespace Decent.World.Traced;

/// <summary>One folder: how its names changed, and when that was synced.</summary>
public sealed class DiskFolder : DiskNode
{
    private readonly List<NameChange> _changes = [];

    /// <summary>What is in it as the processes see it.</summary>
    public Dictionary<string, DiskNode> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that ever had a name in it.</summary>
    public IEnumerable<DiskNode> Ever => _changes.Select(c => c.Node).OfType<DiskNode>();

    public NameChange Change(NameChange change)
    {
        _changes.Add(change);
        if (change.Removes is not null)
            Names.Remove(change.Removes);
        if (change.Adds is not null)
            Names[change.Adds] = change.Node!;
        return change;
    }

    /// <summary>How many of its changes a cut leaves: those that were synced, and a few more of the others, in their order.</summary>
    public int Kept(int cut, Mercy mercy)
    {
        var safe = SyncedBefore(cut);
        var synced = _changes.Count(c => c.At < safe);
        return synced + mercy.Prefix(_changes.Count(c => c.At <= cut) - synced);
    }

    /// <summary>Moves between folders among its first changes whose other half is not among those that the other folder keeps.</summary>
    public IEnumerable<(DiskFolder Folder, int Kept)> Torn(int kept) =>
        _changes.Take(kept).Where(c => c.Twin is not null).Select(c => (c.Twin!.Value.Folder, c.Twin.Value.Folder._changes.IndexOf(c.Twin.Value.Change) + 1));

    /// <summary>What is in it after its first changes.</summary>
    public Dictionary<string, DiskNode> After(int kept)
    {
        var names = new Dictionary<string, DiskNode>(StringComparer.Ordinal);
        foreach (var change in _changes.Take(kept))
        {
            if (change.Removes is not null)
                names.Remove(change.Removes);
            if (change.Adds is not null)
                names[change.Adds] = change.Node!;
        }
        return names;
    }
}
