namespace Decent.Firmware.Ports
{
    /// <summary>Where a node tells what happened: two bytes of code and one number.</summary>
    public interface IEventSink
    {
        /// <summary><paramref name="code"/>: one of <see cref="Decent.Protocol.EventCode"/>; <paramref name="value"/>: what it counts, 0 without one.</summary>
        void Note(int code, long value);
    }
}
