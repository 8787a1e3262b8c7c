using System.Device.Gpio;

namespace Decent.Edge.Power.DotnetIot;

/// <summary>
/// Mains on a line that System.Device.Gpio reads: an active line means that it is gone. That library knows neither active-low lines nor debouncing, so both
/// are done here. A change counts once its level has stood for the debounce without an edge; the level is compared with what was told last, so that an edge
/// which nobody noted is seen at the next wait. <see cref="LineBias.Disabled"/> is not known to it either, and leaves the bias as it is set.
/// </summary>
public sealed class GpioControllerLine : IPowerLine
{
    private readonly object _gate = new();
    private readonly GpioController _controller;
    private readonly LineOptions _options;
    private readonly TimeProvider _time;
    private readonly PinChangeEventHandler _noted;
    private int _edges;
    private int _edgesSeen;
    private bool _told;
    private long? _since;

    /// <summary>Asks for the line and begins to note its edges.</summary>
    /// <param name="driver">Has the line's chip; disposed with the line.</param>
    /// <param name="chip">Label of the chip, for a person.</param>
    /// <param name="options">The line.</param>
    /// <param name="time">The debounce's clock.</param>
    /// <exception cref="IOException">The line cannot be had; the message says what to do.</exception>
    public GpioControllerLine(GpioDriver driver, string chip, LineOptions options, TimeProvider time)
    {
        (_options, _time, Description) = (options, time, $"line {options.Line} of {chip}, by System.Device.Gpio");
        _controller = new GpioController(driver);
        _noted = (_, _) => Note();
        try
        {
            _controller.OpenPin(options.Line, options.Bias switch
            {
                LineBias.PullUp => PinMode.InputPullUp,
                LineBias.PullDown => PinMode.InputPullDown,
                _ => PinMode.Input,
            });
            _controller.RegisterCallbackForPinValueChangedEvent(options.Line, PinEventTypes.Rising | PinEventTypes.Falling, _noted);
            _told = IsLost();
        }
        catch (Exception error)
        {
            _controller.Dispose();
            throw new IOException(
                $"Line {options.Line} of {chip} cannot be had ({error.Message}): see who has it with gpioinfo, or choose another line.", error);
        }
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>The line of the first chip that has one of the labels.</summary>
    /// <exception cref="IOException">There is no such chip, or the line cannot be had; the message says what to do.</exception>
    public static GpioControllerLine Open(LineOptions options, TimeProvider time)
    {
        (GpioDriver driver, string label) = GpioChips.Open(options.Chips);
        return new GpioControllerLine(driver, label, options, time);
    }

    /// <inheritdoc/>
    public bool IsLost()
    {
        try
        {
            return (_controller.Read(_options.Line) == PinValue.High) != _options.IsActiveLow;
        }
        catch (Exception error) when (error is not IOException)
        {
            // Its drivers differ in what they throw.
            throw new IOException($"{Description} cannot be read: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public bool TryWait(TimeSpan atMost, out bool isLost)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            // In this order: an edge between the two ends the sleep at once.
            int edges = Volatile.Read(ref _edges);
            isLost = IsLost();
            TimeSpan quiet = Quiet(isLost, edges);
            if (quiet <= TimeSpan.Zero)
            {
                _told = isLost;
                return true;
            }

            TimeSpan left = atMost - _time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            Sleep(left < quiet ? left : quiet);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _controller.UnregisterCallbackForPinValueChangedEvent(_options.Line, _noted);
        }
        catch (Exception)
        {
            // A chip that is gone has no edges to be told of; the controller is closed all the same.
        }

        _controller.Dispose();
    }

    /// <summary>How long a level must stand yet to count as a change; for ever when it is none.</summary>
    private TimeSpan Quiet(bool isLost, int edges)
    {
        if (edges != _edgesSeen || isLost == _told)
        {
            (_edgesSeen, _since) = (edges, null);
        }

        return isLost == _told ? TimeSpan.MaxValue
            : TimeSpan.FromMilliseconds(_options.DebounceMs) - _time.GetElapsedTime(_since ??= _time.GetTimestamp());
    }

    private void Note()
    {
        lock (_gate)
        {
            _edges++;
            Monitor.PulseAll(_gate);
        }
    }

    private void Sleep(TimeSpan atMost)
    {
        lock (_gate)
        {
            if (_edges == _edgesSeen)
            {
                Monitor.Wait(_gate, (int)Math.Min(Math.Ceiling(atMost.TotalMilliseconds), int.MaxValue));
            }
        }
    }
}
