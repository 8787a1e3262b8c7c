using System.CommandLine;
using Decent.Edge.Control;
using Decent.Edge.Power;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;

namespace Decent.Edge.Cli;

/// <summary><c>power</c>: tells a running edge of mains, for a UPS that is heard by another program.</summary>
internal static class PowerCommand
{
    public static Command Create(Option<string> state)
    {
        Command command = new("power", """
            Tells the running edge that mains is gone, or back: for a UPS on USB or the network whose own program (NUT, apcupsd) runs a command then.
            A UPS on a GPIO line needs none of this: see run --power.

            Example: decent-edge power lost
            """)
        {
            Say(state, "lost", "Mains is gone: says so on the bus and the LAN, seals what is written, and powers off when the grace is over."),
            Say(state, "restored", "Mains is back: writes again."),
        };
        return command;
    }

    private static Command Say(Option<string> state, string word, string description)
    {
        Command command = new(word, $"{description}\n\nExample: decent-edge power {word}");
        command.SetAction(EdgeCli.Program.Action(state, async (context, _, ct) =>
        {
            using ControlClient client = new(context.Program, context.State);
            PowerReport report = await client.GetAsync(HttpMethod.Post, $"power/{word}", EdgeJson.Default.PowerReport, ct);
            await context.Out.WriteLineAsync(Line(report));
            return CliExit.Ok;
        }));
        return command;
    }

    /// <summary>A report on one line.</summary>
    public static string Line(PowerReport report)
    {
        string seals = report.LastSealMs > 0 ? $"; last seal {report.LastSealMs} ms, longest {report.WorstSealMs} of {report.BudgetMs}" : "";
        string battery = report.Battery is { } measured ? $"; battery {measured.Percent} %, {measured.Volts:0.00} V, {measured.Amperes:0.00} A" : "";
        return FormattableString.Invariant($"{report.State.ToString().ToLowerInvariant()}, {report.Losses} losses of mains")
            + $"{seals}{battery}; {(report.Line is { } line ? $"watched on {line}" : "no line is watched")}";
    }
}
