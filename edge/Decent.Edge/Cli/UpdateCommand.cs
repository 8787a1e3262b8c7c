using System.CommandLine;
using Decent.Edge.Updating;
using Decent.Hosting.Cli;

namespace Decent.Edge.Cli;

/// <summary><c>update</c>: another release for a card.</summary>
internal static class UpdateCommand
{
    public static Command Create(Option<string> state)
    {
        Argument<string> image = new("IMAGE") { Description = "The image that is flashed, decent-edge-ARCH.img." };
        Option<bool> force = Force();
        Option<bool> reboot = Reboot();
        Command command = new("update", """
            Writes a release to the slot of the card that is not running, reads it back, and starts it next. It is kept once its edge has answered for a minute;
            else the machine goes back to the release of before. Settings and content stay, and the power may fail at any time.

            Example: decent-edge update decent-edge-arm64.img --reboot
            """) { image, force, reboot };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            LinuxMounts mounts = new();
            CardUpdate update = new(Card.Find(), mounts, new ControlVoice(context.Program, context.State), new StepLines(context.Error));
            if (await RunAsync(() => update.RunAsync(parsed.GetValue(image)!, parsed.GetValue(force), ct)) is not { } release)
            {
                await context.Out.WriteLineAsync("The card runs this release already: nothing was written.");
                return CliExit.Ok;
            }

            await context.Out.WriteLineAsync($"Release {release.Version} is written, and starts next.");
            return await EndAsync(context, mounts, parsed.GetValue(reboot));
        }));
        return command;
    }

    internal static Option<bool> Force() => new("--force")
    {
        Description = "Go on where a power board is configured and the edge, which would know of mains, does not answer.",
    };

    internal static Option<bool> Reboot() => new("--reboot") { Description = "Start again at once." };

    /// <summary>A stop by its person is no error of the program.</summary>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException error)
        {
            throw new CliException("Stopped. The running system stays chosen; the same command begins anew.", error);
        }
    }

    internal static async Task<int> EndAsync(CliContext context, LinuxMounts mounts, bool restarts)
    {
        if (restarts)
        {
            mounts.Restart();
        }
        else
        {
            await context.Out.WriteLineAsync("Start the machine again when it suits: systemctl reboot");
        }

        return CliExit.Ok;
    }
}
