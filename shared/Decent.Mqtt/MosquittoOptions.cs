namespace Decent.Mqtt;

/// <summary>How the managed broker runs.</summary>
public sealed class MosquittoOptions
{
    /// <summary>Folder of its own, made when missing: configuration, hashes, access rules, ports, retained messages.</summary>
    public required string Folder { get; init; }

    /// <summary>The listener for the owner itself, 127.0.0.1 by default.</summary>
    public string ListenAddress { get; init; } = "127.0.0.1";

    /// <summary>Its port, 0 to 65,535; 0 chooses a free one at the first start and keeps it. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>A second listener, usually towards the nodes; null for none. Default null.</summary>
    public MosquittoListener? NodeListener { get; init; }

    /// <summary>Who may connect at start; later changes go through <see cref="MosquittoBroker.SetUsersAsync"/>. Default: nobody.</summary>
    public IReadOnlyList<MosquittoUser> Users { get; init; } = [];

    /// <summary>
    /// Mosquitto's access rules (<c>user</c>, <c>topic</c>, <c>pattern</c> lines, <c>%u</c> for the name). Default: nobody may do
    /// anything.
    /// </summary>
    public string Acl { get; init; } = "";

    /// <summary>Program name, also looked up in /usr/sbin and /usr/local/sbin, or a path. Default <c>mosquitto</c>.</summary>
    public string Executable { get; init; } = "mosquitto";

    /// <summary>
    /// Bytes of memory before the broker refuses to grow, 1 MiB to 64 GiB. Default 256 MiB: 100,000 nodes need 0.3 GB, so raise it for
    /// those.
    /// </summary>
    public long MemoryBytesMax { get; init; } = 256L << 20;

    /// <summary>Largest packet in bytes, 1,024 to 16 MiB. Default 34,816: 32 KiB of payload and its topic.</summary>
    public int PacketBytesMax { get; init; } = 34816;

    /// <summary>Seconds between writes of retained messages to disk, 1 to 86,400. Default 60.</summary>
    public int AutosaveSeconds { get; init; } = 60;

    /// <summary>Seconds to wait for the first accepted connection, 1 to 300. Default 20: it takes 0.15 s on an idle machine.</summary>
    public int StartTimeoutSeconds { get; init; } = 20;

    /// <summary>
    /// Seconds between asking it to stop and killing it, 1 to 300. Default 10: 100,000 retained messages take 0.15 s to save.
    /// </summary>
    public int StopTimeoutSeconds { get; init; } = 10;

    /// <summary>
    /// Upper end in milliseconds of the first wait before restarting a broker that died; it doubles up to 30 s. Default 200.
    /// </summary>
    public int RestartMinMs { get; init; } = 200;
}
