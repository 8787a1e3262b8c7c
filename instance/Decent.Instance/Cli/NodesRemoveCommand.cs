using System.CommandLine;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Instance.Enrolment;

namespace Decent.Instance.Cli;

/// <summary><c>nodes remove</c>: takes a node's access away.</summary>
internal static class NodesRemoveCommand
{
    public static Command Create(Option<string> state)
    {
        var name = NodesCommand.Name();
        var command = new Command("remove", """
            Takes a node's access away at once, ends its connection and clears what the broker and Home Assistant keep of it.

            Example: decent-instance nodes remove kitchen-pi
            """) { name };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var report = await client.GetAsync(
                HttpMethod.Delete, NodesCommand.PathOf(parsed.GetValue(name)!), ControlJson.Default.RemovalReport, ct);
            await context.Out.WriteLineAsync($"Removed {report.Name}{Rest(report)}");
            return CliExit.Ok;
        }));
        return command;
    }

    /// <summary>What is not true yet, or not ours to do.</summary>
    private static string Rest(RemovalReport report) => report switch
    {
        { IsRefused: false } => ". The broker does not answer: it ends the connection and forgets the node when it is back.",
        { IsRefused: null, IsCleared: not null } => $". The broker is not this instance's own: remove the user {report.Name} there too."
            + (report.IsCleared == true ? "" : " What it keeps of the node is cleared when it answers."),
        { IsCleared: false } => ". The broker refuses it, and forgets what it keeps of it when it answers.",
        _ => "",
    };
}
