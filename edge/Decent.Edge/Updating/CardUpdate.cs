using Decent.Hosting.Cli;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Updating;

/// <summary>
/// Brings a release to the slot that is not running, and chooses it for a trial. Until the choice is written, which is the last step, a cut or an error at
/// any place changes nothing of the next start.
/// </summary>
/// <param name="card">What is written.</param>
/// <param name="mounts">Opens the boot partition and the new root.</param>
/// <param name="edge">Knows of mains.</param>
/// <param name="progress">Told of each piece.</param>
public sealed class CardUpdate(Card card, ICardMounts mounts, IEdgeVoice edge, IProgress<UpdateStep> progress)
{
    private Slot Target => card.Running.Other();

    /// <summary>Updates.</summary>
    /// <param name="image">The image of a card.</param>
    /// <param name="isForced">Goes on where nobody can say whether mains is there.</param>
    /// <returns>The release that is on trial now; null when it is the running one, and nothing was done.</returns>
    /// <exception cref="CliException">It cannot be used, or written, or not now.</exception>
    public Task<RootTrailer?> RunAsync(string image, bool isForced, CancellationToken ct) => OfTheCardAsync(async () =>
    {
        RequireNoTrial();
        using CardImage release = CardImage.Open(image);
        RootTrailer running = RequireRunning(release.Trailer);
        if (release.Trailer.Sha256 == running.Sha256)
        {
            return null;
        }

        if (release.Root.Hash(release.Trailer.Bytes, "reading the image", progress, ct) != release.Trailer.Sha256)
        {
            throw new CliException($"{image} is damaged: its root does not have the hash that it names. Fetch it again. Nothing was written.");
        }

        await RequireMainsAsync(isForced, ct);
        new RootWriter(progress).Write(release, card.Root(Target), ct);
        await ChooseAsync(isForced, ct);
        return release.Trailer;
    });

    /// <summary>Goes back to the other slot: at once from a trial, and for a trial of its own when the running slot is no trial any more.</summary>
    /// <returns>The slot that is started next.</returns>
    /// <exception cref="CliException">The other slot has no whole release, or cannot be read.</exception>
    public Task<Slot> RevertAsync(bool isForced, CancellationToken ct) => OfTheCardAsync(async () =>
    {
        SlotChoice choice = card.Choice.Read();
        if (choice.IsTrial || choice.Chosen != card.Running)
        {
            SlotChoice back = choice.IsTrial ? choice.FallenBack(SlotFault.Hand) : new SlotChoice { Chosen = card.Running };
            using IDisposable boot = mounts.OpenBoot(card.Boot);
            card.Choice.Write(back);
            return back.Chosen;
        }

        RootPartition other = card.Root(Target);
        RootTrailer trailer = other.Trailer(out string rule) ?? throw new CliException($"The root {Target.Letter()} cannot be started: {rule}.");
        using (SafeFileHandle file = File.OpenHandle(other.Path))
        {
            if (other.Region(file).Hash(trailer.Bytes, $"reading the root {Target.Letter()}", progress, ct) != trailer.Sha256)
            {
                throw new CliException($"The root {Target.Letter()} is damaged and cannot be started. The running one stays chosen.");
            }
        }

        await ChooseAsync(isForced, ct);
        return Target;
    });

    private async Task ChooseAsync(bool isForced, CancellationToken ct)
    {
        using IDisposable root = mounts.OpenRoot(card.Root(Target), out string folder);
        using IDisposable boot = mounts.OpenBoot(card.Boot);
        new BootFiles(folder, card.Boot, Target).Bring(ct);
        // It took minutes to come here.
        await RequireMainsAsync(isForced, ct);
        ct.ThrowIfCancellationRequested();
        card.Choice.Write(SlotChoice.TrialOf(Target));
    }

    private void RequireNoTrial()
    {
        SlotChoice choice = card.Choice.Read();
        if (choice.Chosen != card.Running)
        {
            throw new CliException($"Slot {choice.Chosen.Letter()} is chosen and {card.Running.Letter()} is running: start again first, "
                + "or take it back with: decent-edge slots revert");
        }

        if (choice.IsTrial)
        {
            throw new CliException($"Slot {card.Running.Letter()} is on trial: it must be found good first, which takes a few minutes of a running edge. "
                + "See: decent-edge slots");
        }
    }

    /// <summary>What runs, when the image fits beside it.</summary>
    private RootTrailer RequireRunning(RootTrailer release)
    {
        RootTrailer running = card.Root(card.Running).Trailer(out string rule) ?? throw new CliException(
            $"The running root says nothing of itself ({rule}): flash the card once more, and updates work from then on.");
        if (release.Arch != running.Arch)
        {
            throw new CliException($"The image is for {release.Arch}, and this machine runs {running.Arch}: take decent-edge-{running.Arch}.img.");
        }

        long room = card.Root(Target).Bytes;
        return release.Bytes + RootTrailer.Length <= room
            ? running
            : throw new CliException($"The root has {release.Bytes} bytes, and the partition for it {room}: this release needs the card flashed anew.");
    }

    private async Task RequireMainsAsync(bool isForced, CancellationToken ct)
    {
        EdgeWord? word = await edge.AskAsync(ct);
        if (word is { IsOnMains: false })
        {
            throw new CliException("Mains is gone: an update waits until it is back. The running system stays chosen.");
        }

        if (word is null && edge.HasPowerBoard && !isForced)
        {
            throw new CliException("A power board is configured and the edge does not answer, so nobody can say whether mains is there. "
                + "Start it (systemctl start decent-edge), or say --force.");
        }
    }

    /// <summary>Errors of media become sentences.</summary>
    private static async Task<T> OfTheCardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Not done: {error.Message.TrimEnd('.')}. 'decent-edge slots' shows what is started next; this takes root's rights.", error);
        }
    }
}
