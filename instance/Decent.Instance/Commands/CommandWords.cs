using Decent.Protocol.Frames;

namespace Decent.Instance.Commands;

/// <summary>Results as sentences.</summary>
internal static class CommandWords
{
    /// <summary>What a node's result says to a person.</summary>
    public static CommandAnswer Of(string node, CommandRequest request, CommandResult result)
    {
        var (outcome, sentence) = result.Status switch
        {
            CommandResult.Done => (CommandOutcome.Done, Done(node, request, result.Value)),
            CommandResult.Expired => (CommandOutcome.Expired, $"{node} got the command after its time and left it undone."),
            CommandResult.Refused => (CommandOutcome.Refused, $"{node} refused: a value or block that it cannot take."),
            CommandResult.UnknownVerb => (CommandOutcome.UnknownVerb, $"{node} does not know '{request.Verb}'; its software is older."),
            CommandResult.Stopping => (CommandOutcome.Stopping, $"{node} was about to stop and left it undone. Try again when it is back."),
            _ => (CommandOutcome.Failed, $"{node} tried and failed: its flash or board would not."),
        };
        return new CommandAnswer { Outcome = outcome, Id = result.Id, Value = result.Value, Sentence = sentence };
    }

    private static string Done(string node, CommandRequest request, uint value) => request.Verb switch
    {
        "resize" => $"{node} holds up to {value} blocks now.",
        "prefetch" => $"{node} fetches {value} blocks{(request.Value == 1 ? " and keeps them" : "")}.",
        "evict" => $"{node} forgot {value} blocks.",
        "restart" => $"{node} stops in order and starts again.",
        "identify" => $"{node} shows itself for {request.Value} s.",
        _ => $"{node} has reported.",
    };
}
