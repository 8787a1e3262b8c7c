using System.CommandLine;
using System.Text.Json;
using Decent.Edge.Control;
using Decent.Edge.Updating;
using Decent.Hosting.Cli;

namespace Decent.Edge.Cli;

/// <summary><c>slots</c>: which releases a card has, and which of them is started.</summary>
internal static class SlotsCommand
{
    public static Command Create(Option<string> state)
    {
        Option<bool> json = new("--json") { Description = "Print one line of JSON." };
        Command command = new("slots", """
            Tells which releases the card has, which one runs, and which one is started next.

            Example: decent-edge slots --json
            """) { json, Revert(state), Confirm(state) };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, _) =>
        {
            SlotReport report = Read();
            if (parsed.GetValue(json))
            {
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, EdgeJson.Default.SlotReport));
            }
            else
            {
                context.WriteRows(["SLOT", "RELEASE", "STATE"], Rows(report));
            }

            return CliExit.Ok;
        }));
        return command;
    }

    private static Command Revert(Option<string> state)
    {
        Option<bool> force = UpdateCommand.Force();
        Option<bool> reboot = UpdateCommand.Reboot();
        Command command = new("revert", """
            Starts the other slot next: from a trial the release of before, else the release that is still in the other slot, on trial.

            Example: decent-edge slots revert --reboot
            """) { force, reboot };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            LinuxMounts mounts = new();
            CardUpdate update = new(Card.Find(), mounts, new ControlVoice(context.Program, context.State), new StepLines(context.Error));
            Slot next = await UpdateCommand.RunAsync(() => update.RevertAsync(parsed.GetValue(force), ct));
            await context.Out.WriteLineAsync($"Slot {next.Letter()} starts next.");
            return await UpdateCommand.EndAsync(context, mounts, parsed.GetValue(reboot));
        }));
        return command;
    }

    private static Command Confirm(Option<string> state)
    {
        Command command = new("confirm", """
            Ends a trial: waits until the edge has answered for a minute and keeps the running slot, or goes back to the other one and starts the machine again.
            The image does so by itself after each start of a trial.

            Example: decent-edge slots confirm
            """);
        command.SetAction(EdgeCli.Program.Action(state, async (context, _, ct) =>
        {
            SlotTrial trial = new(Card.Find(), new LinuxMounts(), new ControlVoice(context.Program, context.State), TimeProvider.System);
            try
            {
                await context.Out.WriteLineAsync(await trial.JudgeAsync(ct));
                return CliExit.Ok;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new CliException($"The trial could not be ended: {error.Message} This takes root's rights.", error);
            }
            catch (OperationCanceledException error)
            {
                throw new CliException("Stopped before anything was decided: the trial goes on at the next start.", error);
            }
        }));
        return command;
    }

    private static SlotReport Read()
    {
        try
        {
            return SlotReport.Of(Card.Find());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The card cannot be read: {error.Message} This takes root's rights.", error);
        }
    }

    internal static IEnumerable<IReadOnlyList<string>> Rows(SlotReport report) => report.Slots.Select(slot => (IReadOnlyList<string>)
    [
        slot.Slot, slot.Version ?? $"none: {slot.Empty}", string.Join("; ", States(report, slot.Slot)),
    ]);

    private static IEnumerable<string> States(SlotReport report, string slot)
    {
        if (report.Running == slot)
        {
            yield return "running";
        }

        if (report.Chosen == slot)
        {
            yield return report.IsTrial ? $"starts next, on trial, started {report.Starts} times" : "starts next";
        }

        if (report.Failed == slot)
        {
            yield return $"was left because {report.Because}";
        }
    }
}
