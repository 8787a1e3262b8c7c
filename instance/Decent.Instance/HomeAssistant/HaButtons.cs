using Decent.Instance.Commands;
using Decent.Mqtt;

namespace Decent.Instance.HomeAssistant;

/// <summary>Turns presses in Home Assistant into commands that are signed, numbered and answered like any other.</summary>
public sealed class HaButtons(CommandDesk desk, ILogger<HaButtons> log)
{
    private const uint IdentifySeconds = 10;

    /// <summary>Takes a press; returns at once. A retained one is an old one, and is ignored.</summary>
    /// <param name="node">Name of the node.</param>
    /// <param name="verb">The button.</param>
    /// <param name="message">What was published.</param>
    /// <param name="ct">Ends the waiting for the node's answer.</param>
    public void Press(string node, string verb, MqttMessage message, CancellationToken ct)
    {
        if (message.Retain || !message.Payload.Span.SequenceEqual("PRESS"u8) || verb is not ("restart" or "identify"))
        {
            log.NotPressed(node, verb);
            return;
        }
        _ = RunAsync(node, new CommandRequest { Verb = verb, Value = verb == "identify" ? IdentifySeconds : 0 }, ct);
    }

    private async Task RunAsync(string node, CommandRequest request, CancellationToken ct)
    {
        try
        {
            var answer = await desk.RunAsync(node, request, ct);
            log.Pressed(node, request.Verb, answer.Sentence);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The instance stops; the command was said or not.
        }
        catch (Exception e)
        {
            // The top of this task.
            log.PressFailed(node, request.Verb, e);
        }
    }
}
