namespace nanoFramework.Hardware.Esp32;

public class Configuration
{
    public Configuration() => throw null;

    public static void SetPinFunction(int a, DeviceFunction b) => throw null;
    public static int GetFunctionPin(DeviceFunction a) => throw null;
}
