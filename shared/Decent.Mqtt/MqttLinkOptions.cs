namespace Decent.Mqtt;

/// <summary>Where and as whom a link connects, and its bounds.</summary>
public sealed class MqttLinkOptions
{
    /// <summary>Name or address of the broker; with <see cref="CaFile"/> the name in its certificate.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65,535. Usual: 1883 plain, 8883 TLS.</summary>
    public required int Port { get; init; }

    /// <summary>1 to 128 characters, unique at the broker: two links with one id take the connection from each other for ever.</summary>
    public required string ClientId { get; init; }

    /// <summary>Null for an anonymous connection.</summary>
    public string? UserName { get; init; }

    /// <summary>Ignored without <see cref="UserName"/>.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// PEM file with the certificate authorities to believe. Null means plain TCP, which is for a broker on this host or a network that
    /// one trusts: libmosquitto 2.0.11 aborts the process when an accepted broker sends an MQTT 5 property that it does not know.
    /// </summary>
    public string? CaFile { get; init; }

    /// <summary>
    /// Whether the certificate must carry <see cref="Host"/>. Default: true; false only for an address that no certificate names.
    /// </summary>
    public bool VerifyHostName { get; init; } = true;

    /// <summary>Source address, for hosts with several; null leaves it to the routing table.</summary>
    public string? BindAddress { get; init; }

    /// <summary>Seconds, 5 (libmosquitto's least) to 3,600. Default 60: a dead broker is noticed within twice that.</summary>
    public int KeepAliveSeconds { get; init; } = 60;

    /// <summary>Seconds from the first byte to the broker's answer, 1 to 300. Default 15: a TLS handshake on a busy Pi takes 2.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 15;

    /// <summary>Seconds to wait for the acknowledgement of a level 1 message, 1 to 3,600. Default 30.</summary>
    public int PublishTimeoutSeconds { get; init; } = 30;

    /// <summary>What the broker publishes if this link dies. Ignored when <see cref="WillFor"/> is set.</summary>
    public MqttMessage? Will { get; init; }

    /// <summary>
    /// Makes the will of attempt n (from 1) just before it; null for none. Runs on the link's own thread: it must neither block nor throw.
    /// </summary>
    public Func<int, MqttMessage?>? WillFor { get; init; }

    /// <summary>Messages, 1 to 1,000,000. Default 1,024. When full, the link stops reading its socket.</summary>
    public int InboxCapacity { get; init; } = 1024;

    /// <summary>Messages, 1 to 1,000,000. Default 1,024. When full, publishing returns <see cref="MqttPublishResult.QueueFull"/>.</summary>
    public int OutboxCapacity { get; init; } = 1024;

    /// <summary>Largest payload in bytes, both ways, 1 to 16 MiB. Default 32,768; anything bigger belongs on HTTP.</summary>
    public int MessageBytesMax { get; init; } = 32768;

    /// <summary>
    /// Upper end in milliseconds of the first random wait before reconnecting, 10 to 600,000; it doubles at each failure. Default 1,000.
    /// </summary>
    public int ReconnectMinMs { get; init; } = 1000;

    /// <summary>Where the doubling stops, in milliseconds, up to 3,600,000. Default 60,000.</summary>
    public int ReconnectMaxMs { get; init; } = 60000;

    /// <summary>Whether the broker forgets the earlier session. Default true: a queued old command is a surprise.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>
    /// Seconds that the broker keeps the session after the connection, 0 to 604,800. Default 0; only useful without <see
    /// cref="CleanStart"/>.
    /// </summary>
    public int SessionExpirySeconds { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> that names the first value out of range and its range.</summary>
    public void Validate()
    {
        Range(nameof(Host), Host.Length, 1, 253);
        Range(nameof(Port), Port, 1, 65535);
        Range(nameof(ClientId), ClientId.Length, 1, 128);
        Range(nameof(KeepAliveSeconds), KeepAliveSeconds, 5, 3600);
        Range(nameof(ConnectTimeoutSeconds), ConnectTimeoutSeconds, 1, 300);
        Range(nameof(PublishTimeoutSeconds), PublishTimeoutSeconds, 1, 3600);
        Range(nameof(InboxCapacity), InboxCapacity, 1, 1_000_000);
        Range(nameof(OutboxCapacity), OutboxCapacity, 1, 1_000_000);
        Range(nameof(MessageBytesMax), MessageBytesMax, 1, 16 << 20);
        Range(nameof(ReconnectMinMs), ReconnectMinMs, 10, 600_000);
        Range(nameof(ReconnectMaxMs), ReconnectMaxMs, ReconnectMinMs, 3_600_000);
        Range(nameof(SessionExpirySeconds), SessionExpirySeconds, 0, 604_800);
    }

    private static void Range(string name, int value, int min, int max)
    {
        if (value < min || value > max)
            throw new ArgumentException($"MQTT: {name} (or its length) is {value}; set it to {min} to {max}.", name);
    }
}
