namespace Decent.Mqtt.LibMosquitto;

/// <summary>The broker's answer to CONNECT, whose numbers differ between MQTT 3.1.1 (0 to 5) and 5 (0, or 128 and above).</summary>
internal static class ConnectAnswer
{
    private static readonly string[] _v3 =
        ["accepted", "protocol version", "client id", "broker unavailable", "user name or password", "not authorised"];

    /// <summary>Somebody must change credentials, id or rules before it can succeed.</summary>
    public static bool IsRefusal(int code) => code is 2 or 4 or 5 or 133 or 134 or 135 or 138 or 140;

    /// <summary>The broker does not speak MQTT 5.</summary>
    public static bool IsOldProtocol(int code) => code is 1 or 132;

    public static string Describe(int code, int protocol) =>
        protocol != Native.ProtocolV5 && code > 0 && code < _v3.Length ? _v3[code] : Native.Describe(code);
}
