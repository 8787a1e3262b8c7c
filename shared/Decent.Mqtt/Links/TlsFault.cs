namespace Decent.Mqtt.Links;

/// <summary>Why a broker's certificate was not believed, as a sentence that says what to do.</summary>
internal static class TlsFault
{
    public static string WrongName(MqttLinkOptions options) =>
        $"the broker's certificate is not for {options.Host}: use a name or address that it has, or have it made anew (an instance does so at its start)";

    /// <summary>For libraries that tell no more than this.</summary>
    public static string NotTrusted(MqttLinkOptions options) =>
        $"the broker's certificate was not issued by the authority in {options.CaFile}, or is not valid at this machine's time: compare the clock, then get "
        + "the authority anew (nodes: decent-instance nodes rotate)";

    public static string Expired(MqttLinkOptions options) =>
        $"the broker's certificate is not valid at this machine's time: compare the clock of this machine and of {options.Host}";

    public static string WrongAuthority(MqttLinkOptions options) =>
        $"the broker's certificate was not issued by the authority in {options.CaFile}: get the authority anew (nodes: decent-instance nodes rotate)";

    /// <summary>The sentence for a line that libmosquitto or its OpenSSL logged; null for any other line.</summary>
    public static string? Of(string line, MqttLinkOptions options) =>
        line.Contains("host name verification failed", StringComparison.Ordinal) ? WrongName(options)
        : line.Contains("certificate verify failed", StringComparison.Ordinal) ? NotTrusted(options)
        : null;
}
