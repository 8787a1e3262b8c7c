using System.Text;

namespace Decent.Mqtt.Tests;

internal static class Some
{
    public const string Password = "only for tests";

    /// <summary>The product's rules (research/messaging.md, 5.4).</summary>
    public const string Acl = """
        user full
        topic readwrite decent/#
        topic read $SYS/#
        pattern write decent/1/+/%u/up/#
        pattern read decent/1/+/%u/up/s
        pattern read decent/1/+/%u/dn/#
        pattern read decent/1/all/#
        pattern read decent/1/full/+/s
        """;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static MosquittoUser User(string name) => MosquittoUser.WithPassword(name, Password);

    /// <param name="folder">The broker's.</param>
    /// <param name="port">Null for one that is still free when the broker is started again.</param>
    public static MosquittoOptions BrokerOptions(string folder, int? port = null) => new()
    {
        Folder = folder,
        Port = port ?? FixedPorts.Next(),
        Acl = Acl,
        Users = [User("full"), User("node-a"), User("node-b")],
        RestartMinMs = 50,
        StartTimeoutSeconds = 120,
        StopTimeoutSeconds = 60,
    };

    /// <summary>A link of the broker's owner; tests change what they are about.</summary>
    public static MqttLinkOptions Link(int port, string clientId = "full") => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = clientId,
        UserName = "full",
        Password = Password,
        ReconnectMinMs = 50,
        ReconnectMaxMs = 1000,
    };

    public static MqttLinkOptions NodeLink(int port, string node) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = node,
        UserName = node,
        Password = Password,
        ReconnectMinMs = 50,
        ReconnectMaxMs = 500,
    };

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The same noise for the same seed.</summary>
    public static byte[] Noise(uint seed, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            bytes[i] = (byte)seed;
        }
        return bytes;
    }
}
