using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Protocol.Frames;

namespace Decent.Instance.Runs;

/// <summary>
/// The account of runs: when nodes were up, how their runs ended, and their own logs beside it, in <c>ledger.db</c>. A batch is on the disk when
/// <see cref="Put"/> returns, and only then anybody is told. One writer; scores may be read from any thread.
/// </summary>
public sealed class RunBook
{
    private readonly SqliteFile _file;
    private readonly RunsOptions _options;
    private readonly ILogger<RunBook> _log;
    private readonly RunAccounts _accounts;
    private readonly Sessions _sessions;
    private readonly RunLog _records;
    private readonly RunGasps _gasps;
    private readonly RunDesk _desk;

    /// <summary>Makes the tables that are missing.</summary>
    public RunBook(Ledger ledger, RunsOptions options, ILogger<RunBook> log)
    {
        (_file, _options, _log) = (ledger.File, options, log);
        _file.Run(RunSchema.Create);
        _accounts = new RunAccounts(_file);
        _sessions = new Sessions(_file, options);
        _records = new RunLog(_file, options);
        _gasps = new RunGasps(_file, options);
        _desk = new RunDesk(_accounts, _sessions, _gasps, options, log);
    }

    /// <summary>A node's availability log as far as it was received, oldest first.</summary>
    public IReadOnlyList<RunRecord> LogOf(string node) => _records.Of(node);

    /// <summary>Every node's score, by name, of those that were ever up.</summary>
    /// <param name="offered">Bytes a second that a node offers, by name.</param>
    /// <param name="nowMs">The instance's wall clock.</param>
    public IReadOnlyDictionary<string, NodeScore> Scores(IReadOnlyDictionary<string, uint> offered, long nowMs) =>
        new NodeScores(_file).Read(offered, nowMs);

    /// <summary>Nodes can be seen from now on: the link to the broker stands.</summary>
    internal void BeginWatch(long nowMs) => _file.Together(() => _sessions.BeginWatch(nowMs));

    /// <summary>Nodes can still be seen.</summary>
    internal void Beat(long nowMs) => _file.Together(() => _sessions.Beat(nowMs));

    /// <summary>Stores frames of enrolled nodes, all or none.</summary>
    /// <param name="frames">News in order, and log chunks that were heard before.</param>
    /// <param name="nowMs">The instance's wall clock.</param>
    internal RunNews Put(IReadOnlyList<UpFrame> frames, long nowMs)
    {
        var news = new RunNews();
        _file.Together(() =>
        {
            foreach (var frame in frames)
                Put(frame, nowMs, news);
        });
        return news;
    }

    private void Put(UpFrame frame, long nowMs, RunNews news)
    {
        _sessions.Hear(frame, nowMs);
        if (!_gasps.Hear(frame, nowMs))
            _log.NotProved(frame.Node);
        if (frame is { Retained: false, Death: null, Envelope: { } envelope } && _accounts.Revoke(frame.Node, envelope.Link, nowMs - _options.FarewellMs))
            _log.Revoked(frame.Node);
        if (frame.Claim is { } claim && _desk.Settle(frame.Node, claim, nowMs) is { } grant)
            news.Grants.Add((frame.Node, grant));
        if (frame.LogEnvelope is not null && _records.Hear(frame, nowMs) is > 0 and var upto)
            news.Acknowledged[frame.Node] = upto;
    }
}
