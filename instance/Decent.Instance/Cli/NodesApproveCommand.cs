using System.CommandLine;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>nodes approve</c>: lets in a node that introduced itself.</summary>
internal static class NodesApproveCommand
{
    public static Command Create(Option<string> state)
    {
        var name = NodesCommand.Name();
        var code = new Argument<string?>("CODE")
        {
            Description = "The code that the node shows; only needed where two of one name wait.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("approve", """
            Lets in a node that introduced itself and waits: it fetches its credentials by itself, sealed for it. Compare the code that 'nodes' shows with the
            one that the node shows: only if they are the same does nobody stand between.

            Example: decent-instance nodes approve kitchen-pi
            """) { name, code };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var query = parsed.GetValue(code) is { } given ? "?code=" + Uri.EscapeDataString(given) : "";
            var report = await client.GetAsync(
                HttpMethod.Post, NodesCommand.PathOf(parsed.GetValue(name)!) + "/approve" + query, ControlJson.Default.ApprovalReport, ct);
            var from = report.From is { } address ? " from " + address : "";
            await context.Out.WriteLineAsync($"Approved {report.Name}, code {report.Code}, {report.Kind}{from}. It fetches its credentials now.");
            return CliExit.Ok;
        }));
        return command;
    }
}
