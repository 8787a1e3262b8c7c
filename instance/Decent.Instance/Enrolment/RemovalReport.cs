namespace Decent.Instance.Enrolment;

/// <summary>What has become of a node's traces when its removal is answered.</summary>
public sealed record RemovalReport
{
    /// <summary>Node name.</summary>
    public required string Name { get; init; }

    /// <summary>The broker refuses it and has ended its connection; false: once the broker is back. Null where the instance manages no broker.</summary>
    public bool? IsRefused { get; init; }

    /// <summary>The broker keeps nothing more of it, and Home Assistant has been told; false: once the broker is back. Null without a broker.</summary>
    public bool? IsCleared { get; init; }
}
