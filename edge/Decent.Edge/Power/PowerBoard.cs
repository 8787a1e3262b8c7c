using Decent.Edge.Power.Gpio;

namespace Decent.Edge.Power;

/// <summary>What an edge has of its board: the line that tells of mains, the one that answers, the gauge, and the way to power off.</summary>
internal sealed class PowerBoard : IDisposable
{
    private readonly PowerOptions _options;
    private readonly SystemPower _system;
    private readonly GpioLine? _finished;

    private PowerBoard(PowerOptions options, IPowerLine? line, GpioLine? finished, IBatteryGauge? gauge, ILogger log)
    {
        (_options, Line, _finished, Gauge) = (options, line, finished, gauge);
        _system = new SystemPower(log);
    }

    /// <summary>The line that tells of mains, its guard's to dispose; null for none.</summary>
    public IPowerLine? Line { get; }

    /// <summary>The battery's gauge, its watch's to dispose; null for none.</summary>
    public IBatteryGauge? Gauge { get; }

    /// <exception cref="IOException">A line or the gauge cannot be had; the message says what to do.</exception>
    public static PowerBoard Open(PowerOptions options, ILogger log)
    {
        LinuxGpio kernel = new();
        IPowerLine? line = options.Lost is { } lost ? PowerLines.Open(options.Driver, kernel, lost) : null;
        GpioLine? finished = null;
        try
        {
            finished = options.Finished is { } answer ? GpioLine.Output(kernel, answer) : null;
            IBatteryGauge? gauge = options.Battery is { } battery ? BatteryGauges.Open(battery) : null;
            return new PowerBoard(options, line, finished, gauge, log);
        }
        catch
        {
            line?.Dispose();
            finished?.Dispose();
            throw;
        }
    }

    public void PowerOff() => _system.Run(_options.PowerOffCommand);

    public void Reboot() => _system.Run(_options.RebootCommand);

    /// <summary>Tells a board that shakes hands that this machine may be cut off.</summary>
    public void Finish(bool mayBeCut)
    {
        if (mayBeCut)
        {
            _finished?.Set(isActive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _finished?.Dispose();
}
