using System;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>Event code and number on the serial line, for whoever has a cable.</summary>
    public sealed class ConsoleEvents : IEventSink
    {
        public void Note(int code, long value) => Console.WriteLine("e" + code.ToString() + " " + value.ToString());
    }
}
