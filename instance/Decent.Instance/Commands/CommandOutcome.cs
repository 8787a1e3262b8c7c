using System.Text.Json.Serialization;

namespace Decent.Instance.Commands;

/// <summary>How a command ended as far as this instance knows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CommandOutcome>))]
public enum CommandOutcome
{
    /// <summary>The node has done it.</summary>
    Done,

    /// <summary>It reached the node after its time.</summary>
    Expired,

    /// <summary>The node cannot take a value or tag of it.</summary>
    Refused,

    /// <summary>The node's software does not know the verb.</summary>
    UnknownVerb,

    /// <summary>The node's flash or board would not.</summary>
    Failed,

    /// <summary>The node was about to stop and left it undone.</summary>
    Stopping,

    /// <summary>Nothing was heard in time: it may have been done or not. It is not said again.</summary>
    NoAnswer,

    /// <summary>The node is not connected, or this instance is not: nothing was said.</summary>
    NotConnected,

    /// <summary>The request breaks a rule; nothing was said.</summary>
    BadRequest,

    /// <summary>There is no such node.</summary>
    NoNode,
}
