using Decent.Firmware.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Signals
{
    /// <summary>Shows on the LED what the node tells, and passes it on.</summary>
    public sealed class LedEvents : IEventSink
    {
        private readonly LedPattern _led;
        private readonly IEventSink _next;

        public LedEvents(LedPattern led, IEventSink next)
        {
            _led = led;
            _next = next;
        }

        public void Note(int code, long value)
        {
            switch (code)
            {
                case EventCode.BusConnected:
                    _led.Show(LedState.Serving);
                    break;
                case EventCode.NodeStarted:
                case EventCode.BusLost:
                case EventCode.BusRefused:
                    _led.Show(LedState.NoBroker);
                    break;
                case EventCode.NodeIdentified:
                    _led.Identify((int)value);
                    break;
                case EventCode.NodeFailed:
                    _led.Show(LedState.Fault);
                    break;
                default:
                    break;
            }

            _next.Note(code, value);
        }
    }
}
