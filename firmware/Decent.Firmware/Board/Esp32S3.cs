using Decent.Protocol;

namespace Decent.Firmware.Board
{
    /// <summary>ESP32-S3, target ESP32_S3. Its development boards have a coloured LED with a protocol of its own, so none by default.</summary>
    public sealed class Esp32S3 : BoardModel
    {
        public override byte Kind => BoardKind.Esp32S3;

        public override int LedPin => -1;
    }
}
