using System.Collections.Concurrent;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Mqtt;
using Decent.Protocol.Frames;

namespace Decent.Instance.Commands;

/// <summary>Says commands to nodes and waits for what becomes of them. A command that is not answered in time is given up, never repeated.</summary>
public sealed class CommandDesk
{
    private const int WaitingMax = 256;

    // A board's inbox takes eight messages, and grants and acknowledgements come there too.
    private const int WaitingPerNode = 4;

    // Added to a node's uptime as it was told last, so that an answerable command is never too old on the way.
    private const uint SlackSeconds = 5;

    private readonly NodeRegistry _registry;
    private readonly NodeRecords _records;
    private readonly CommandNumbers _numbers;
    private readonly SmallBlocks _blocks;
    private readonly Lazy<NodeVoice?> _voice;
    private readonly TimeProvider _time;
    private readonly ILogger<CommandDesk> _log;
    private readonly ConcurrentDictionary<(string Node, ulong Id), TaskCompletionSource<CommandResult>> _waiting = new();
    private long _unasked;

    /// <summary>One desk for all nodes.</summary>
    /// <param name="registry">Who belongs here.</param>
    /// <param name="records">Where they are.</param>
    /// <param name="ledger">Keeps the numbers.</param>
    /// <param name="blocks">Finds the small blocks of a resource.</param>
    /// <param name="services">Gives the <see cref="NodeVoice"/>; without a broker there is none.</param>
    /// <param name="time">Clock of the waiting.</param>
    /// <param name="log">Log.</param>
    public CommandDesk(
        NodeRegistry registry, NodeRecords records, Ledger ledger, SmallBlocks blocks, IServiceProvider services, TimeProvider time,
        ILogger<CommandDesk> log)
    {
        (_registry, _records, _blocks, _time, _log) = (registry, records, blocks, time, log);
        _numbers = new CommandNumbers(ledger, time);
        _voice = new Lazy<NodeVoice?>(() => services.GetService<NodeVoice>());
    }

    /// <summary>Results heard that nobody waits for: of a command given up, or never given.</summary>
    public long Unasked => Interlocked.Read(ref _unasked);

    /// <summary>Has a node do something; returns when it has answered or at the end of the request's timeout.</summary>
    public async Task<CommandAnswer> RunAsync(string node, CommandRequest request, CancellationToken ct)
    {
        if (!_registry.TryGetKey(node, out _))
            return Answer(CommandOutcome.NoNode, $"There is no node {node}. 'decent-instance nodes' lists them.");
        if (!CommandFrames.TryMake(request, _blocks, out var command, out var rule))
            return Answer(CommandOutcome.BadRequest, rule);
        var record = _records.Find(node);
        if (record is not { State: NodeState.Alive } || _voice.Value is not { } voice)
            return Answer(CommandOutcome.NotConnected, $"{node} is not connected; nothing was said to it.");
        if (_waiting.Count >= WaitingMax || _waiting.Keys.Count(w => w.Node == node) >= WaitingPerNode)
            return Answer(CommandOutcome.BadRequest,
                $"Too many commands wait for an answer: {WaitingPerNode} to one node and {WaitingMax} in all may. Try again in a moment.");
        command.Id = _numbers.Next(node);
        command.UntilUptimeSeconds = UptimeOf(record) + (uint)request.TimeoutSeconds + SlackSeconds;
        var answered = _waiting[(node, command.Id)] = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var said = await voice.SayAsync(new NodeWord(node, record.Link, command.Envelope, command.Write), ct);
            if (said != MqttPublishResult.Sent)
                return Answer(CommandOutcome.NotConnected, $"The broker did not take the command ({said}).", command.Id);
            _log.Said(node, request.Verb, command.Id);
            var result = await answered.Task.WaitAsync(TimeSpan.FromSeconds(request.TimeoutSeconds), _time, ct);
            return CommandWords.Of(node, request, result);
        }
        catch (TimeoutException)
        {
            return Answer(CommandOutcome.NoAnswer,
                $"{node} did not answer within {request.TimeoutSeconds} s; it may have done it or not. The command is not said again.", command.Id);
        }
        finally
        {
            _waiting.TryRemove((node, command.Id), out _);
        }
    }

    /// <summary>Takes a node's word on a command.</summary>
    internal void Hear(string node, CommandResult result)
    {
        if (!_waiting.TryGetValue((node, result.Id), out var waiting) || !waiting.TrySetResult(result))
            Interlocked.Increment(ref _unasked);
    }

    /// <summary>The node's uptime now, by its newest frame and the instance's clock since.</summary>
    private uint UptimeOf(NodeRecord record) =>
        record.UptimeSeconds + (uint)Math.Clamp((_time.GetUtcNow() - record.Heard).TotalSeconds, 0, 86_400);

    private static CommandAnswer Answer(CommandOutcome outcome, string sentence, ulong id = 0) => new() { Outcome = outcome, Id = id, Sentence = sentence };
}
