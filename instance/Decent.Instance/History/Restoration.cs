using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.History;

/// <summary>
/// Makes the content of an older version the newest one: read from git, verified to the byte, and published like any other. History goes on; a trailer
/// says what was brought back.
/// </summary>
public sealed class Restoration(VersionHistory history, ContentRecovery recovery, VersionIndex index, Publisher publisher)
{
    /// <summary>Restores one version.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="label">Label of the version.</param>
    /// <param name="isRehearsal">Whether to look only at what would be done; contents are not read then.</param>
    /// <param name="progress">Receives how far it is.</param>
    /// <param name="ct">Honoured until the commit point.</param>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public async Task<RestoreResult> RunAsync(
        ResourceId id, string label, bool isRehearsal, IProgress<RestoreProgress>? progress, CancellationToken ct)
    {
        if (await history.FindAsync(id, label, ct) is not { Head: var old })
            return RestoreResult.Refused(await WhyNotAsync(id, label, ct));
        if (await recovery.ManifestAsync(old, ct) is not { } manifest)
            return RestoreResult.Refused($"The manifest of {label} in git is not that of {old.Root}: 'decent-instance fsck --full' says what else is damaged.");
        var files = manifest.Entries.Count;
        if (index.Find(id)?.Head is { } newest && newest.Root == old.Root && newest.IsFolder == old.IsFolder)
            return new RestoreResult { Outcome = RestoreOutcome.Unchanged, Head = newest, Files = files };
        if (isRehearsal)
            return new RestoreResult { Outcome = RestoreOutcome.Possible, Head = old, Files = files };
        var published = await publisher.PublishAsync(id, () => BringAsync(old, manifest, progress, ct), label, ct);
        return published.Outcome switch
        {
            PublishOutcome.Published => new RestoreResult { Outcome = RestoreOutcome.Restored, Head = published.Head, Files = files },
            PublishOutcome.Unchanged => new RestoreResult { Outcome = RestoreOutcome.Unchanged, Head = published.Head, Files = files },
            _ => RestoreResult.Refused(published.Rule),
        };
    }

    private async Task<string> WhyNotAsync(ResourceId id, string label, CancellationToken ct)
    {
        await foreach (var _ in history.ReadAsync(id, ct))
            return $"{id} has no version {label}: 'decent-instance history {id}' lists those that it has.";
        return history.WhyNone(id);
    }

    private async Task<Manifest> BringAsync(Head old, Manifest manifest, IProgress<RestoreProgress>? progress, CancellationToken ct)
    {
        var bytes = 0L;
        foreach (var entry in manifest.Entries)
        {
            var before = bytes;
            if (!await recovery.RestoreAsync(old, manifest, entry, read => Tell(bytes + read), ct))
                throw new ContentRefusedException(
                    $"what git has of '{entry.Path}' in {old.Label} is not {entry.Cid}: 'decent-instance fsck --full' says what else is damaged");
            // What the store had already was not read from git.
            Tell(before + entry.Size);
        }
        return manifest;

        void Tell(long now) => progress?.Report(new RestoreProgress(bytes = now, manifest.Size));
    }
}
