using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Commands;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>nodes command</c>: has one node do something now.</summary>
internal static class NodeOrderCommand
{
    /// <summary>Exit code: nothing is known of what became of the command.</summary>
    public const int NoAnswer = 3;

    private const uint IdentifySeconds = 10;

    public static Command Create(Option<string> state)
    {
        var name = NodesCommand.Name();
        var verb = new Argument<string>("VERB") { Description = "resize, prefetch, evict, restart, identify or report." };
        var values = new Argument<string[]>("VALUES")
        {
            Description = "resize: blocks. prefetch: tags or resources. evict: tags. identify: seconds, 10 unless given.", Arity = ArgumentArity.ZeroOrMore,
        };
        var pin = new Option<bool>("--pin") { Description = "With prefetch: never evict these blocks." };
        var timeout = new Option<int>("--timeout")
        {
            Description = "Seconds to wait for the node's answer, 1 to 600. Default 10.", HelpName = "S", DefaultValueFactory = _ => 10,
        };
        var json = new Option<bool>("--json") { Description = "Print what became of it as one line of JSON." };
        var command = new Command("command", """
            Has a connected node do something now, and tells what became of it. It is said once and never repeated.
            Exit codes: 0 done, 1 refused or failed, 3 not connected or no answer in time.

            Example: decent-instance nodes command hall-board prefetch home/website --pin
                     decent-instance nodes command hall-board identify 30
            """) { name, verb, values, pin, timeout, json };
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => RunAsync(
            context, parsed.GetValue(name)!,
            Request(parsed.GetValue(verb)!, parsed.GetValue(values) ?? [], parsed.GetValue(pin), parsed.GetValue(timeout)), parsed.GetValue(json), ct)));
        return command;
    }

    private static CommandRequest Request(string verb, string[] values, bool pin, int timeout)
    {
        var request = new CommandRequest { Verb = verb, TimeoutSeconds = timeout };
        if (pin && verb != "prefetch")
            throw new CliException("--pin belongs to prefetch.");
        return verb switch
        {
            "resize" => request with { Value = Number(verb, values, values.Length == 1 ? values[0] : null) },
            "identify" => request with { Value = values.Length == 0 ? IdentifySeconds : Number(verb, values, values[0]) },
            "prefetch" => request with { Value = pin ? 1u : 0, Blocks = values },
            _ => request with { Blocks = values },
        };
    }

    private static uint Number(string verb, string[] values, string? text) =>
        values.Length == 1 && uint.TryParse(text, out var number) ? number : throw new CliException($"'{verb}' takes one number.");

    private static async Task<int> RunAsync(CliContext context, string name, CommandRequest request, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        CommandAnswer? answer = null;
        await client.LinesAsync(
            $"{NodesCommand.PathOf(name)}/command", request, ControlJson.Default.CommandRequest, ControlJson.Default.CommandAnswer, a => answer = a,
            "The daemon stopped before the node answered; the command may have been done or not.", ct);
        if (answer is null)
            throw new CliException("The daemon answered nothing. Is it of another version?");
        var exit = answer.Outcome switch
        {
            CommandOutcome.Done => CliExit.Ok,
            CommandOutcome.NoAnswer or CommandOutcome.NotConnected => NoAnswer,
            _ => CliExit.Failed,
        };
        if (json)
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(answer, ControlJson.Default.CommandAnswer));
        else
            await (exit == CliExit.Ok ? context.Out.WriteLineAsync(answer.Sentence) : context.Error.WriteLineAsync($"decent-instance: {answer.Sentence}"));
        return exit;
    }
}
