using System.Device.I2c;
using Iot.Device.Adc;

namespace Decent.Edge.Power.DotnetIot;

/// <summary>
/// The INA219 of a UPS board, as on Waveshare's UPS HAT (B) beside two 18650 cells in series; its current is positive while they are charged. One step of the
/// current is what drops 10 microvolts at the shunt, the finest that the chip measures: at 0.1 ohm 0.1 mA, and 3.2 A at most. Its other settings stay those
/// of its start: 32 V in steps of 4 mV, 12 bits.
/// </summary>
public sealed class Ina219Gauge : IBatteryGauge
{
    // 0.04096 V / 10 microvolts, from the chip's data sheet, whatever the shunt is.
    private const ushort Calibration = 4096;
    private const double ShuntVoltsOfStep = 10e-6;
    private readonly I2cDevice _device;
    private readonly Ina219 _chip;
    private readonly double _amperesOfStep;
    private readonly BatteryOptions _options;

    /// <summary>Sets the chip up.</summary>
    /// <param name="device">The chip on its bus; disposed with the gauge.</param>
    /// <param name="options">Shunt and cells.</param>
    /// <exception cref="IOException">It does not answer.</exception>
    public Ina219Gauge(I2cDevice device, BatteryOptions options)
    {
        (_device, _options, _amperesOfStep) = (device, options, ShuntVoltsOfStep / options.ShuntOhms);
        _chip = new Ina219(device);
        try
        {
            Ask(() =>
            {
                // The library learns of the chip's settings here alone.
                _chip.Reset();
                _chip.SetCalibration(Calibration, (float)_amperesOfStep);
                return true;
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Description => NameOf(_options);

    /// <summary>The chip at bus and address.</summary>
    /// <exception cref="IOException">It does not answer; the message says what to do.</exception>
    public static Ina219Gauge Open(BatteryOptions options) =>
        new(Asked(options, () => I2cDevice.Create(new I2cConnectionSettings(options.Bus, options.Address))), options);

    /// <inheritdoc/>
    public BatteryReading Read()
    {
        double volts = Ask(() => _chip.ReadBusVoltage().Volts);
        double amperes = Signed(Ask(() => _chip.ReadCurrent().Amperes));
        return new BatteryReading(volts, amperes, CellCharge.Percent(volts, amperes, _options.Cells));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chip.Dispose();
        _device.Dispose();
    }

    /// <summary>The chip's register has a sign, which the library, at 4.2 still, takes for one bit more.</summary>
    private double Signed(double amperes)
    {
        double steps = Math.Round(amperes / _amperesOfStep);
        return (steps > short.MaxValue ? steps - 65536 : steps) * _amperesOfStep;
    }

    private T Ask<T>(Func<T> question) => Asked(_options, question);

    private static T Asked<T>(BatteryOptions options, Func<T> question)
    {
        try
        {
            return question();
        }
        catch (Exception error)
        {
            // A bus that is not there, a chip that does not answer, a library of the system that is missing: each throws something else.
            throw new IOException(
                $"{NameOf(options)} does not answer ({error.Message}): look for it with i2cdetect -y {options.Bus}, and enable I2C with raspi-config.", error);
        }
    }

    private static string NameOf(BatteryOptions options) => $"INA219 at 0x{options.Address:X2} of I2C bus {options.Bus}";
}
