using Decent.Protocol;

namespace Decent.Firmware.Board
{
    /// <summary>ESP32 with 16 MB of flash; its modules mostly have PSRAM, which takes GPIO 16 and 17.</summary>
    public sealed class Esp32Flash16 : BoardModel
    {
        public override byte Kind => BoardKind.Esp32Flash16;

        public override int LedPin => 2;
    }
}
