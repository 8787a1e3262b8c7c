using System.Text.Json;
using Decent.Firmware.Bootstrap;

namespace Decent.Firmware.Host.Ports;

/// <summary>The platform's JSON in place of the device's.</summary>
public sealed class BootstrapJson : IBootstrapReader
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { MaxDepth = 4 };

    /// <inheritdoc />
    public BootstrapAnswer? Read(byte[] body, int count)
    {
        try
        {
            return JsonSerializer.Deserialize<BootstrapAnswer>(body.AsSpan(0, count), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
