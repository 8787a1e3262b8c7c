using Decent.Protocol;

namespace Decent.Firmware.Board
{
    /// <summary>ESP32 with 8 MB of flash; its modules mostly have PSRAM, which takes GPIO 16 and 17.</summary>
    public sealed class Esp32Flash8 : BoardModel
    {
        public override byte Kind => BoardKind.Esp32Flash8;

        public override int LedPin => 2;
    }
}
