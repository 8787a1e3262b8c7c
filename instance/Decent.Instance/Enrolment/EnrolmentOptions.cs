using Decent.Instance.Broker;

namespace Decent.Instance.Enrolment;

/// <summary>What new credentials say about where to go, and who may wait for them.</summary>
public sealed class EnrolmentOptions
{
    /// <summary>Broker as nodes reach it, <c>host:port</c>. Default empty: no broker.</summary>
    public string Broker { get; set; } = "";

    /// <summary>Verifies that broker; null: it is reached over plain TCP. Default null.</summary>
    public BrokerTrust? Trust { get; set; }

    /// <summary>
    /// This instance as nodes reach it, <c>http://host:port</c>.
    /// Default empty: the daemon fills in its first listening address, see <see cref="ReachableAddress"/>.
    /// </summary>
    public string Instance { get; set; } = "";

    /// <summary>Nodes that wait to be approved, 1 to 1,000; more are told to try again. Default 32: a person looks at each.</summary>
    public int WaitingMax { get; init; } = 32;

    /// <summary>Those of them from one address, 1 to <see cref="WaitingMax"/>. Default 4: one program cannot keep all others out.</summary>
    public int WaitingPerAddressMax { get; init; } = 4;

    /// <summary>Seconds of silence after which a waiting node is forgotten, 10 to 3,600. Default 60; a node asks every 3 s.</summary>
    public int SilenceSeconds { get; init; } = 60;

    /// <summary>Seconds that a node may wait, or leave approved credentials unfetched, 60 to 86,400. Default 1,800.</summary>
    public int WaitSeconds { get; init; } = 1800;

    /// <summary>
    /// How long a command that lets somebody in or out waits until the broker knows; after it the command returns and says so. Default 5 s: it takes
    /// four syncs of a disk and one signal.
    /// </summary>
    public TimeSpan BrokerBudget { get; init; } = TimeSpan.FromSeconds(5);
}
