using System.Buffers.Binary;
using System.Device.I2c;

namespace Decent.Edge.Tests.Power.DotnetIot;

/// <summary>
/// An INA219 by its data sheet (SBOS448): six registers of two bytes, highest first; the current is the shunt's voltage in steps of 10 microvolts times the
/// calibration by 4,096, and none before there is a calibration.
/// </summary>
internal sealed class FakeIna219(double shuntOhms) : I2cDevice
{
    private const ushort ConfigurationAtStart = 0x399F;
    private readonly ushort[] _registers = [ConfigurationAtStart, 0, 0, 0, 0, 0];
    private byte _pointer;

    public bool IsAway { get; set; }

    public bool IsDisposed { get; private set; }

    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x42);

    public void Set(int millivolt, int milliampere)
    {
        _registers[1] = unchecked((ushort)(short)Math.Round(milliampere * shuntOhms * 100));
        // Bit 1: the measurement is complete.
        _registers[2] = (ushort)(((millivolt / 4) << 3) | 2);
    }

    /// <summary>A supply that fails for a moment: settings and calibration are those of the start.</summary>
    public void Reset() => (_registers[0], _registers[5]) = (ConfigurationAtStart, 0);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        FailIfAway();
        _pointer = buffer[0];
        if (buffer.Length == 3 && (_pointer is 0 or 5))
        {
            _registers[_pointer] = BinaryPrimitives.ReadUInt16BigEndian(buffer[1..]);
            if (_pointer == 0 && (_registers[0] & 0x8000) != 0)
            {
                Reset();
            }
        }
    }

    public override void Read(Span<byte> buffer)
    {
        FailIfAway();
        _registers[4] = unchecked((ushort)((short)_registers[1] * _registers[5] / 4096));
        BinaryPrimitives.WriteUInt16BigEndian(buffer, _registers[_pointer]);
    }

    public override byte ReadByte() => throw new NotSupportedException("The chip has registers of two bytes.");

    public override void WriteByte(byte value) => Write([value]);

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void FailIfAway()
    {
        if (IsAway)
        {
            throw new InvalidOperationException("Error 121 performing I2C data transfer.");
        }
    }
}
