using System.CommandLine;
using Decent.Edge.Power;
using Decent.Hosting.Cli;

namespace Decent.Edge.Cli;

/// <summary>The flags of <c>run</c> that say how mains is watched: a board's preset, and what differs from it.</summary>
internal sealed class PowerFlags
{
    private const string Never = "never";
    private readonly Option<string?> _preset = Text(
        "--power", "BOARD", $"How mains is watched: {string.Join(", ", PowerPreset.All.Select(preset => preset.Name))}. Default: not at all.");

    private readonly Option<string[]> _chip = new("--power-chip")
    {
        Description = "Label of the GPIO chip, may be given more than once. Default: a Raspberry Pi's.", HelpName = "LABEL",
    };

    private readonly Option<int?> _line = Number("--power-line", "GPIO", "The line that tells of mains.");

    private readonly Option<bool?> _activeLow = new("--power-active-low") { Description = "Mains is gone when that line is low." };

    private readonly Option<LineBias?> _bias = new("--power-bias")
    {
        Description = $"What holds the line: {string.Join(", ", Enum.GetNames<LineBias>())}. Default: the board's own.", HelpName = "BIAS",
    };

    private readonly Option<int?> _debounce = Number("--power-debounce", "MS", "Shorter pulses are none.");

    private readonly Option<string?> _grace = Text(
        "--power-grace", "SECONDS", $"From the loss of mains to powering off, or {Never}: the power goes by itself.");

    private readonly Option<int?> _budget = Number("--power-budget", "MS", "Longer seals are told as an error. Default 250.");

    private readonly Option<int?> _finished = Number("--power-finished-line", "GPIO", "The line that tells the board that it may cut this machine off.");

    private readonly Option<bool?> _finishedLow = new("--power-finished-active-low") { Description = "It may when that line is low." };

    private readonly Option<int?> _batteryMin = Number("--power-battery-min", "PERCENT", "Charge at which the grace is over; needs a gauge. Default 10.");

    private readonly Option<LineDriver?> _driver = new("--power-driver")
    {
        Description = $"What reads the line: {string.Join(", ", Enum.GetNames<LineDriver>())}. Default: the kernel.", HelpName = "DRIVER",
    };

    private readonly BatteryFlags _battery = new();

    private readonly Option<string?> _off = Text("--power-off-command", "COMMAND", "Powers off. Default: systemctl poweroff.");

    private readonly Option<string?> _reboot = Text("--power-reboot-command", "COMMAND", "Starts again. Default: systemctl reboot.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [
                _preset, _driver, _chip, _line, _activeLow, _bias, _debounce, _grace, _budget, _finished, _finishedLow, .. _battery.All, _batteryMin,
                _off, _reboot,
            ])
        {
            command.Add(option);
        }
    }

    /// <summary>What they say.</summary>
    /// <exception cref="CliException">There is no such board, or a value is none.</exception>
    public PowerOptions Read(ParseResult parsed)
    {
        PowerOptions options = parsed.GetValue(_preset) is { } name ? Named(name).Options : new PowerOptions();
        return options with
        {
            Lost = Line(options.Lost, parsed.GetValue(_line), parsed.GetValue(_activeLow), parsed),
            Finished = Line(options.Finished, parsed.GetValue(_finished), parsed.GetValue(_finishedLow), parsed),
            Driver = parsed.GetValue(_driver) ?? options.Driver,
            Battery = _battery.Read(parsed),
            GraceSeconds = parsed.GetValue(_grace) is { } grace ? Grace(grace) : options.GraceSeconds,
            BudgetMs = parsed.GetValue(_budget) ?? options.BudgetMs,
            BatteryPercentMin = parsed.GetValue(_batteryMin) ?? options.BatteryPercentMin,
            PowerOffCommand = Words(parsed.GetValue(_off)) ?? options.PowerOffCommand,
            RebootCommand = Words(parsed.GetValue(_reboot)) ?? options.RebootCommand,
        };
    }

    private LineOptions? Line(LineOptions? preset, int? number, bool? isActiveLow, ParseResult parsed)
    {
        LineOptions? line = number is { } given ? (preset ?? new LineOptions { Line = given }) with { Line = given } : preset;
        return line is null ? null : line with
        {
            Chips = parsed.GetValue(_chip) is { Length: > 0 } chips ? chips : line.Chips,
            IsActiveLow = isActiveLow ?? line.IsActiveLow,
            Bias = parsed.GetValue(_bias) ?? line.Bias,
            DebounceMs = parsed.GetValue(_debounce) ?? line.DebounceMs,
        };
    }

    private static PowerPreset Named(string name) => PowerPreset.Named(name) ?? throw new CliException(
        $"There is no board \"{name}\": {string.Join(", ", PowerPreset.All.Select(preset => $"{preset.Name} ({preset.Board})"))}. "
            + "Others are told by --power-line and --power-active-low.");

    private static int? Grace(string text) => text == Never ? null
        : int.TryParse(text, out int seconds) ? seconds
        : throw new CliException($"\"{text}\" is no grace: --power-grace takes seconds, or {Never}.");

    private static string[]? Words(string? command) => command?.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    private static Option<int?> Number(string name, string help, string description) => new(name) { Description = description, HelpName = help };
}
