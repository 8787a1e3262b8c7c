using System.Diagnostics.CodeAnalysis;
using Decent.Protocol;

namespace Decent.Instance.Broker;

/// <summary>Where and as whom the instance itself connects.</summary>
/// <param name="Host">Name or IP address.</param>
/// <param name="Port">1 to 65,535.</param>
/// <param name="User">Null for an anonymous connection.</param>
/// <param name="Password">Null without a user.</param>
/// <param name="CaFile">PEM file that verifies it; null: plain TCP.</param>
public sealed record BusAddress(string Host, int Port, string? User, string? Password, string? CaFile = null)
{
    /// <summary>Reads <c>mqtt://user:password@host:port</c>, user and password percent-encoded and optional, port 1883 unless given; <c>mqtts</c> for TLS,
    /// port 8883.</summary>
    /// <param name="url">Any text.</param>
    /// <param name="address">Without the file that verifies it.</param>
    public static bool TryParse(string url, [NotNullWhen(true)] out BusAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("mqtt" or "mqtts") || uri.Host.Length == 0 || uri.AbsolutePath.Length > 1)
            return false;
        var parts = uri.UserInfo.Split(':', 2);
        var user = parts[0].Length == 0 ? null : Uri.UnescapeDataString(parts[0]);
        var port = uri.Port > 0 ? uri.Port : IsTls(url) ? Limits.MqttTlsPort : Limits.MqttPort;
        address = new BusAddress(uri.IdnHost, port, user, parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null);
        return true;
    }

    /// <summary>Whether a broker's URL asks for TLS.</summary>
    public static bool IsTls(string url) => url.StartsWith("mqtts:", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>host:port</c>, without the secret.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
