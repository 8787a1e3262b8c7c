using Decent.Hosting;
using Decent.Hosting.Control;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.HomeAssistant;
using Decent.Instance.Nodes;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;
using Decent.Instance.Runs;
using Decent.Instance.SmartHttp;
using Decent.Protocol;

namespace Decent.Instance;

/// <summary>What a daemon is started with.</summary>
public sealed class InstanceOptions
{
    /// <summary>Where the instance listens when it is not told.</summary>
    public const string ListenDefault = "127.0.0.1:4970";

    /// <summary>State folder, full path. Default: <see cref="Decent.Hosting.StateFolder.Default"/>.</summary>
    public required string State { get; init; }

    /// <summary>Addresses as <c>ADDRESS:PORT</c>, port 0 for any free one. Default <see cref="ListenDefault"/>.</summary>
    public IReadOnlyList<string> Listen { get; init; } = [ListenDefault];

    /// <summary>Id of a new instance, <c>[a-z0-9-]{4,32}</c>; ignored once the ledger has one. Default: made from the host's name.</summary>
    public string? Id { get; init; }

    /// <summary>Bytes of content that the instance keeps beside git. Default 2 GB, as on an edge.</summary>
    public long ContentBytesMax { get; init; } = 2_000_000_000;

    /// <summary>How git is run.</summary>
    public GitOptions Git { get; init; } = new();

    /// <summary>Bounds of git over HTTP.</summary>
    public SmartHttpOptions SmartHttp { get; init; } = new();

    /// <summary>Bounds of publishing.</summary>
    public PublishingOptions Publishing { get; init; } = new();

    /// <summary>Which broker carries commits and nodes' states.</summary>
    public BrokerOptions Broker { get; init; } = new();

    /// <summary>Bounds of the relay of commits.</summary>
    public RelayOptions Relay { get; init; } = new();

    /// <summary>Bounds of listening to nodes.</summary>
    public NodesOptions Nodes { get; init; } = new();

    /// <summary>Bounds of the account of runs.</summary>
    public RunsOptions Runs { get; init; } = new();

    /// <summary>What credentials of new nodes say.</summary>
    public EnrolmentOptions Enrolment { get; init; } = new();

    /// <summary>How nodes are shown in Home Assistant.</summary>
    public HaOptions HomeAssistant { get; init; } = new();

    /// <summary>These settings as a file that gives them again, for a backup; with secrets. Default: an empty one.</summary>
    public string ConfigurationFile { get; init; } = "{}\n";

    /// <summary>The rule that these options break, as a sentence; null when they are good.</summary>
    public string? Rule() =>
        Listen.FirstOrDefault(l => !System.Net.IPEndPoint.TryParse(l, out _) || !l.Contains(':')) is { } bad
            ? $"'{bad}' is not an address to listen on. Write ADDRESS:PORT, for example {ListenDefault}."
            : ContentBytesMax < 1 ? "The content budget is at least 1 byte; 2000000000 is the default."
            : Enrolment.Instance.Length > 0 && !ReachableAddress.IsValid(Enrolment.Instance)
                ? $"'{Enrolment.Instance}' is not an address that nodes can reach. Write http://HOST:PORT."
            : Id is not null && !NodeName.IsValid(Id) ? InstanceName.Rule
            : Broker.Rule() ?? HomeAssistant.Rule() ?? SmartHttp.Rule() ?? ControlSocket.Rule(State);
}
