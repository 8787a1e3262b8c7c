using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Decent.Firmware.Host.Faults;

/// <summary>The options of "run" that make things go wrong.</summary>
internal static class FaultArguments
{
    private const int DelayMsMax = 10_000;
    private const long OperationsMax = 1_000_000_000;
    private const long DayMs = 86_400_000;
    private const long JumpSecondsMax = 3_650L * 86_400;

    private static readonly Option<int> _loss = new("--loss")
    {
        Description = "Percent of datagrams lost each way, 0 to 100; 20 is a bad Wi-Fi. With --seed the same ones every time",
        HelpName = "PERCENT",
    };

    private static readonly Option<string?> _delay = new("--delay")
    {
        Description = "Milliseconds that each datagram takes longer each way, and after a colon how many more at random: "
            + "20, or 20:10 for 20 to 30",
        HelpName = "MS[:JITTER]",
    };

    private static readonly Option<long> _cutAfter = new("--cut-after")
    {
        Description = "The power fails at the start of flash operation N (open, read, write, close and delete count, from 1): "
            + "the process ends at once with code 3, and what was not closed is gone. Start it again on the same --state to see it recover. "
            + "The last line of a stopped board tells its count",
        HelpName = "N",
    };

    private static readonly Option<string?> _jump = new("--clock-jump")
    {
        Description = "The wall clock steps by so many seconds, back with a minus, at once or so many milliseconds after the start: "
            + "--clock-jump=-86400@30000 is a day back after half a minute",
        HelpName = "SECONDS[@MS]",
    };

    private static readonly Option<long> _sntp = new("--sntp-after")
    {
        Description = "Milliseconds until SNTP has set the clock; before that a board knows no time of day",
        HelpName = "MS",
        DefaultValueFactory = _ => new BoardFaults().SntpAfterMs!.Value,
    };

    private static readonly Option<bool> _noSntp = new("--no-sntp") { Description = "No time server ever answers: the board never knows the time of day" };

    /// <summary>Adds them, ranges checked.</summary>
    public static void AddTo(Command command)
    {
        _loss.Validators.Add(r => Expect(r, _loss, r.GetValueOrDefault<int>() is >= 0 and <= 100, "give a percentage from 0 to 100, for example 20"));
        _delay.Validators.Add(r => Expect(r, _delay, TryDelay(r.GetValueOrDefault<string?>(), out _, out _),
            "give 0 to 10,000 milliseconds and perhaps a jitter in the same range, for example 20 or 20:10"));
        _cutAfter.Validators.Add(r => Expect(r, _cutAfter, r.GetValueOrDefault<long>() is >= 1 and <= OperationsMax,
            "give the number of a flash operation, 1 to 1,000,000,000; leave it out for none"));
        _jump.Validators.Add(r => Expect(r, _jump, TryJump(r.GetValueOrDefault<string?>(), out _, out _),
            "give at most ten years of seconds and perhaps a time in milliseconds up to a day, for example 86400 or -3600@5000"));
        _sntp.Validators.Add(r => Expect(r, _sntp, r.GetValueOrDefault<long>() is >= 0 and <= DayMs,
            "give 0 to 86,400,000 milliseconds; for never there is --no-sntp"));
        foreach (var option in new Option[] { _loss, _delay, _cutAfter, _jump, _sntp, _noSntp }) command.Add(option);
    }

    public static BoardFaults Read(ParseResult given)
    {
        TryDelay(given.GetValue(_delay), out var delayMs, out var jitterMs);
        TryJump(given.GetValue(_jump), out var jumpSeconds, out var jumpAtMs);
        return new BoardFaults
        {
            LossPercent = given.GetValue(_loss),
            DelayMs = delayMs,
            JitterMs = jitterMs,
            CutAfter = given.GetValue(_cutAfter),
            ClockJumpSeconds = jumpSeconds,
            ClockJumpAtMs = jumpAtMs,
            SntpAfterMs = given.GetValue(_noSntp) ? null : given.GetValue(_sntp),
        };
    }

    private static void Expect(OptionResult result, Option option, bool holds, string remedy)
    {
        if (!holds) result.AddError($"{option.Name}: {remedy}.");
    }

    private static bool TryDelay(string? text, out int delayMs, out int jitterMs)
    {
        (delayMs, jitterMs) = (0, 0);
        if (text is null) return true;
        var parts = text.Split(':');
        return parts.Length <= 2 && TryMs(parts[0], out delayMs) && (parts.Length == 1 || TryMs(parts[1], out jitterMs));
    }

    private static bool TryMs(string text, out int ms) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ms) && ms <= DelayMsMax;

    private static bool TryJump(string? text, out long seconds, out long atMs)
    {
        (seconds, atMs) = (0, 0);
        if (text is null) return true;
        var parts = text.Split('@');
        return parts.Length <= 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seconds)
            && seconds is >= -JumpSecondsMax and <= JumpSecondsMax
            && (parts.Length == 1 || (long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out atMs) && atMs <= DayMs));
    }
}
