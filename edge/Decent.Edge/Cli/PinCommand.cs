using System.CommandLine;
using System.Text.Json;
using Decent.Edge.Control;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;

namespace Decent.Edge.Cli;

/// <summary><c>pin</c>, <c>unpin</c>, <c>pins</c>: what this edge keeps whole and newest, whatever else is asked for.</summary>
internal static class PinCommand
{
    public static Command Pin(Option<string> state)
    {
        Argument<string> id = GetCommand.Resource();
        Option<bool> json = new("--json") { Description = "Print one line of JSON." };
        Command command = new("pin", """
            Keeps a resource: its newest version is brought here, stays whatever room others need, and newer ones take its place as they are published.
            What is pinned counts in the cache's bytes.

            Example: decent-edge pin home/website
            """) { id, json };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using ControlClient client = new(context.Program, context.State);
            string resource = parsed.GetValue(id)!;
            GetAnswer answer = await client.GetAsync(HttpMethod.Post, $"pins/{GetCommand.PathOf(resource)}", EdgeJson.Default.GetAnswer, ct);
            string words = answer.Outcome == "Found" ? "Pinned" : "Pinned, and not whole here yet:";
            await context.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(answer, EdgeJson.Default.GetAnswer)
                : $"{words} {GetCommand.Line(resource, answer)}");
            return CliExit.Ok;
        }));
        return command;
    }

    public static Command Unpin(Option<string> state)
    {
        Argument<string> id = GetCommand.Resource();
        Command command = new("unpin", """
            Lets a resource go: its content may make room for others again.

            Example: decent-edge unpin home/website
            """) { id };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using ControlClient client = new(context.Program, context.State);
            await client.DoAsync(HttpMethod.Delete, $"pins/{GetCommand.PathOf(parsed.GetValue(id)!)}", ct);
            await context.Out.WriteLineAsync($"Unpinned {parsed.GetValue(id)}");
            return CliExit.Ok;
        }));
        return command;
    }

    public static Command List(Option<string> state)
    {
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("pins", """
            Lists what is pinned, and whether all of it is here.

            Example: decent-edge pins --json
            """) { json };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using ControlClient client = new(context.Program, context.State);
            IReadOnlyList<PinListing> pins = await client.GetAsync(HttpMethod.Get, "pins", EdgeJson.Default.IReadOnlyListPinListing, ct);
            if (parsed.GetValue(json))
            {
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(pins, EdgeJson.Default.IReadOnlyListPinListing));
            }
            else
            {
                context.WriteRows(["RESOURCE", "WHOLE"], pins.Select(pin => (IReadOnlyList<string>)[pin.Id, pin.IsWhole ? "yes" : "not yet"]));
            }

            return CliExit.Ok;
        }));
        return command;
    }
}
