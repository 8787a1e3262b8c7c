using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Instance.Runs;
using Decent.Peer;
using Decent.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Runs;

/// <summary>One node and the instance's book, on a clock that tests move. The node keeps what it is granted as its flash would.</summary>
public sealed class RunScene : IDisposable
{
    public const string Node = "kitchen-pi";
    public const long HourMs = 3_600_000;
    public const long DayMs = 24 * HourMs;

    private readonly TempFolder _folder = new();
    private readonly RunsOptions _options = new();
    private Ledger _ledger = null!;
    private uint _sequence;
    private int _starts;

    public RunScene()
    {
        Open();
        Book.BeginWatch(NowMs);
    }

    internal RunBook Book { get; private set; } = null!;

    /// <summary>Noon of a UTC day.</summary>
    public long NowMs { get; set; } = 20_000 * DayMs + 12 * HourMs;

    public uint Boot { get; set; }

    public ulong Link { get; set; }

    /// <summary>What stands in the node's flash: the granted key, its kind and its run.</summary>
    public (byte Kind, uint Run, byte[] Key)? Flash { get; set; }

    internal NodeScore Score => Book.Scores(new Dictionary<string, uint> { [Node] = 10_000_000 }, NowMs)[Node];

    internal Ledger Ledger => _ledger;

    private string Folder => Directory.CreateDirectory(_folder.At(_starts.ToString())).FullName;

    /// <summary>The instance dies and comes back after <paramref name="awayMs"/>.</summary>
    public void Restart(long awayMs = 0)
    {
        // What a killed process leaves: the files as they are now.
        var files = (string[])["ledger.db", "ledger.db-wal"];
        var left = files.Select(f => File.ReadAllBytes(Path.Combine(Folder, f))).ToList();
        _ledger.Dispose();
        _starts++;
        for (var i = 0; i < files.Length; i++)
            _folder.Write(Path.Combine(_starts.ToString(), files[i]), left[i]);
        NowMs += awayMs;
        Open();
        Book.BeginWatch(NowMs);
    }

    /// <summary>A new run of the node begins, on a new link.</summary>
    public void Start(bool retained = false)
    {
        Boot++;
        Connect(retained);
    }

    public void Connect(bool retained = false)
    {
        Link++;
        Say(f => f with { Birth = new Birth { Kind = Birth.KindBoard, Boot = Boot }, Retained = retained }, f => f.Birth!.Envelope);
    }

    /// <summary>The will comes, live at once after the node's last word unless it <paramref name="wasSilent"/> before.</summary>
    public void Die(bool retained = false, bool wasSilent = false)
    {
        if (!retained && !wasSilent)
            Speak();
        Book.Put([new UpFrame { Node = Node, Will = Link, Retained = retained }], NowMs);
    }

    public void Stop() => Say(f => f with { Death = new Death { Reason = Death.ReasonStopped } }, f => f.Death!.Envelope);

    /// <summary>The last gasp, with the key that the instance knows the node by unless <paramref name="isForged"/>.</summary>
    public void Gasp(bool isForged = false, bool retained = false)
    {
        var death = new Death { Reason = Death.ReasonPower, Run = Boot };
        var key = new byte[32];
        key[0] = isForged ? (byte)1 : (byte)0;
        RunKeys.Gasp(new Hmac(), key, NodeId.Of(Node).Number, Boot, Link, _sequence + 1).CopyTo(death.Proof, 0);
        Say(f => f with { Death = death, Retained = retained }, f => f.Death!.Envelope);
    }

    public void Speak() => Say(f => f with { Counters = new Counters() }, f => f.Counters!.Envelope);

    /// <summary>Shows what the flash holds; gives the grant, which is not stored yet.</summary>
    public RunGrant? Claim(byte stage) => Claim(stage, Flash);

    /// <param name="stage">One of RunClaim.</param>
    /// <param name="shown">What to show; null for nothing.</param>
    /// <param name="recordedIn">The run that the proof was made for; null for the current one.</param>
    public RunGrant? Claim(byte stage, (byte Kind, uint Run, byte[] Key)? shown, uint? recordedIn = null)
    {
        var claim = new RunClaim { Stage = stage, Run = Boot };
        if (stage != RunClaim.StageClosing && shown is { } key)
        {
            claim.ProofKind = key.Kind == RunGrant.KindTermination ? RunClaim.ProofTermination : RunClaim.ProofSecret;
            claim.PreviousRun = key.Run;
            RunKeys.Proof(new Hmac(), key.Key, stage, NodeId.Of(Node).Number, recordedIn ?? Boot).CopyTo(claim.Proof, 0);
        }
        return Say(f => f with { Claim = claim }, _ => claim.Envelope).Grants.Select(g => g.Grant).SingleOrDefault();
    }

    /// <summary>Opens the run and stores its secret; gives the verdict.</summary>
    public byte Opened()
    {
        var grant = Claim(RunClaim.StageOpen)!;
        Keep(grant);
        return grant.Verdict;
    }

    /// <summary>Stores a grant in flash and says so.</summary>
    public void Keep(RunGrant grant)
    {
        Flash = (grant.Kind, grant.Run, grant.Key);
        Assert.Null(Claim(RunClaim.StageStored));
    }

    /// <summary>A whole clean stop.</summary>
    public void Close()
    {
        Keep(Claim(RunClaim.StageClosing)!);
        Stop();
    }

    internal uint Log(params (uint Sequence, uint Run)[] records) => Log(++_sequence, records);

    internal uint Log(uint sequence, params (uint Sequence, uint Run)[] records)
    {
        var envelope = new Envelope { Link = Link, Sequence = sequence };
        var news = Book.Put(
            [new UpFrame
            {
                Node = Node, LogEnvelope = envelope,
                Log = [.. records.Select(r => new RunRecord { Type = RunRecord.Start, Sequence = r.Sequence, Run = r.Run })],
            }], NowMs);
        return news.Acknowledged.GetValueOrDefault(Node);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    private RunNews Say(Func<UpFrame, UpFrame> with, Func<UpFrame, Envelope> envelopeOf)
    {
        var frame = with(new UpFrame { Node = Node });
        (envelopeOf(frame).Link, envelopeOf(frame).Sequence) = (Link, ++_sequence);
        return Book.Put([frame], NowMs);
    }

    private void Open()
    {
        _ledger = Ledger.Open(Folder);
        _ledger.File.Run("INSERT OR IGNORE INTO node (name, secret, key, added_ms) VALUES ($0, $1, $1, 0)", Node, new byte[32]);
        Book = new RunBook(_ledger, _options, NullLogger<RunBook>.Instance);
    }
}
