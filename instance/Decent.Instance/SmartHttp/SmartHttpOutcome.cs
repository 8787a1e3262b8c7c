namespace Decent.Instance.SmartHttp;

/// <summary>How a request ended: the label of the counters.</summary>
public enum SmartHttpOutcome
{
    /// <summary>Answered.</summary>
    Served,

    /// <summary>No such tenant, repository or route.</summary>
    NotFound,

    /// <summary>Not offered: a push, an unknown service, another method.</summary>
    Refused,

    /// <summary>No request of the protocol.</summary>
    Malformed,

    /// <summary>Larger than is taken, or more refs than an old protocol is told of.</summary>
    TooLarge,

    /// <summary>Too slow in sending.</summary>
    TooSlow,

    /// <summary>As much under way as there may be.</summary>
    Busy,

    /// <summary>The client went away.</summary>
    Gone,

    /// <summary>Git would not answer, as for an object that does not exist.</summary>
    Declined,

    /// <summary>Git or the disk failed.</summary>
    Failed,
}
