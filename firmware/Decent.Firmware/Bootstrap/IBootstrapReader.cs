namespace Decent.Firmware.Bootstrap
{
    /// <summary>Reads the JSON of a bootstrap answer with what the platform has.</summary>
    public interface IBootstrapReader
    {
        /// <summary>Null when the bytes are no such answer; never throws.</summary>
        BootstrapAnswer? Read(byte[] body, int count);
    }
}
