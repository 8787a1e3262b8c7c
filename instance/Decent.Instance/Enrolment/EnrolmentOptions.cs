namespace Decent.Instance.Enrolment;

/// <summary>What new credentials say about where to go.</summary>
public sealed class EnrolmentOptions
{
    /// <summary>Broker as nodes reach it, <c>host:port</c>. Default empty: no broker.</summary>
    public string Broker { get; set; } = "";

    /// <summary>
    /// This instance as nodes reach it, <c>http://host:port</c>.
    /// Default empty: the daemon fills in its first listening address, see <see cref="ReachableAddress"/>.
    /// </summary>
    public string Instance { get; set; } = "";
}
