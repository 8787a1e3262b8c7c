using Decent.Protocol;

namespace Decent.Firmware.Board
{
    /// <summary>Any ESP32 with 4 MB of flash: target ESP32_REV3, or ESP32_PSRAM_REV3 with PSRAM.</summary>
    public sealed class Esp32 : BoardModel
    {
        public override byte Kind => BoardKind.Esp32;

        public override int LedPin => 2;
    }
}
