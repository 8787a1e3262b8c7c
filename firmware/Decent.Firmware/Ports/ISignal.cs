namespace Decent.Firmware.Ports
{
    /// <summary>How a board shows itself to a person: a light on a real one.</summary>
    public interface ISignal
    {
        /// <summary>"Here I am" for so many seconds, 1 to 60; returns at once.</summary>
        void Identify(int seconds);
    }
}
