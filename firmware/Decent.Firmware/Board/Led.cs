using System;
using System.Device.Gpio;
using Decent.Protocol;

namespace Decent.Firmware.Board
{
    /// <summary>The one pin that this firmware drives.</summary>
    public sealed class Led
    {
        private readonly GpioPin? _pin;
        private readonly bool _litByHigh;
        private bool _lit;

        /// <summary><paramref name="configured"/>: the record's pin, with its words for the usual one and for none.</summary>
        public Led(BoardModel model, byte configured)
        {
            _litByHigh = model.LitByHigh;
            int pin = configured == BoardRecord.UsualLed ? model.LedPin : configured == BoardRecord.NoLed ? -1 : configured;
            if (pin < 0) return;
            try
            {
                _pin = new GpioController().OpenPin(pin, PinMode.Output);
                _pin.Write(Level(false));
            }
            catch (Exception)
            {
                // No such pin on this chip: a board serves without a light.
                Console.WriteLine("LED pin " + pin.ToString() + " cannot be used");
            }
        }

        public void Set(bool lit)
        {
            if (_pin == null || lit == _lit) return;
            _lit = lit;
            _pin.Write(Level(lit));
        }

        private PinValue Level(bool lit) => lit == _litByHigh ? PinValue.High : PinValue.Low;
    }
}
