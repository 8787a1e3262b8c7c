using System.Net;
using Decent.Protocol;

namespace Decent.Instance.Broker;

/// <summary>Which broker the instance uses: its own child, another one, or none.</summary>
public sealed class BrokerOptions
{
    /// <summary>Where nodes reach the managed broker when nobody says otherwise; the port is MQTT's registered one.</summary>
    public const string ListenDefault = "127.0.0.1:1883";

    /// <summary>The same with TLS.</summary>
    public const string TlsListenDefault = "127.0.0.1:8883";

    /// <summary>
    /// The managed broker's address for nodes, <c>ADDRESS:PORT</c>; port 0 chooses a free one at the first start and keeps it.
    /// Default <see cref="ListenDefault"/>, with <see cref="Tls"/> <see cref="TlsListenDefault"/>.
    /// </summary>
    public string Listen { get => field ?? (Tls == true ? TlsListenDefault : ListenDefault); init; }

    /// <summary>Whether nodes connect over TLS. Default null: unless they are on this machine, since their passwords pass there.</summary>
    public bool? Tls { get; init; }

    /// <summary>Nodes beyond this machine connect without TLS: everyone on the network can read their passwords. Default false.</summary>
    public bool Plain { get; init; }

    /// <summary>Days between two looks at the broker's certificate, 1 to 30. Default 1; there is one at each start too.</summary>
    public int CertificateLookDays { get; init; } = 1;

    /// <summary>
    /// Another broker, <c>mqtt://user:password@host:port</c>, or <c>mqtts</c> for TLS; its users and rules are its operator's. Default null: the managed one.
    /// </summary>
    public string? External { get; init; }

    /// <summary>PEM file with the certificate authority of <see cref="External"/>; needed for <c>mqtts</c>. Default null.</summary>
    public string? ExternalCa { get; init; }

    /// <summary>File whose first line is the password at <see cref="External"/>, which then is in no list of processes. Default null.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>No broker at all: nodes ask over HTTP. Default false.</summary>
    public bool None { get; init; }

    /// <summary>Program of the managed broker. Default <c>mosquitto</c>.</summary>
    public string Executable { get; init; } = "mosquitto";

    /// <summary>Seconds before a user list that could not be written is written again, 1 to 3,600. Default 5.</summary>
    public int RetrySeconds { get; init; } = 5;

    /// <summary>Seconds that the managed broker has for saving what it keeps before it is killed, 1 to 300. Default 10.</summary>
    public int StopTimeoutSeconds { get; init; } = 10;

    /// <summary>Whether a listener at this address takes TLS.</summary>
    public bool IsTls(IPAddress listen) => Tls ?? (!Plain && !IPAddress.IsLoopback(listen));

    /// <summary>The rule that these options break, as a sentence; null when they are good.</summary>
    public string? Rule() =>
        None ? null
        : Tls == true && Plain ? "--mqtt-tls and --mqtt-plain exclude each other."
        : External is not null ? RuleOf(External)
        : ExternalCa is not null || PasswordFile is not null ? "--broker-ca and --broker-password-file belong to --broker URL."
        : IPEndPoint.TryParse(Listen, out _) && Listen.Contains(':') ? null
        : $"'{Listen}' is not an address for the broker. Write ADDRESS:PORT, for example {ListenDefault}.";

    /// <summary>Whether an instance and its boards can use a broker of this address.</summary>
    public static bool IsUsable(string external) => BusAddress.TryParse(external, out var address) && Addresses.TryReadHost(address.ToString(), out _, out _);

    private string? RuleOf(string external) =>
        !BusAddress.TryParse(external, out var address) ? $"'{Shown(external)}' is no broker. Write mqtt://user:password@host:port, or mqtts:// for TLS."
        : BusAddress.IsTls(external) != (ExternalCa is not null)
            ? "mqtts:// and --broker-ca FILE go together: a broker over TLS is believed by its authority alone."
        : Addresses.TryReadHost(address.ToString(), out _, out _) ? null
        : $"'{address}' is longer than a board reads: host:port has at most {Addresses.CharsMax} characters. Give the broker a shorter name or its address.";

    // A mistyped address may hold a password, and messages end in logs.
    private static string Shown(string url) => url.LastIndexOf('@') is > 0 and var at ? "...@" + url[(at + 1)..] : url;
}
