using System.Globalization;
using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.Power;
using Decent.Peer;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests.Power.Cuts;

/// <summary>
/// Operations on an edge's folder as a seed decides, each told on a line of a file, or of a port, once it is durable: heads that rise, files that arrive leaf
/// by leaf, pins, and losses of mains, sealed and taken back. Played in a process of its own, which a test traces.
/// </summary>
internal sealed class StoreScript : IDisposable
{
    public const string Verb = "store-script";
    private const int Resources = 12;
    private readonly Rng _rng;
    private readonly WriteGate _gate = new();
    private readonly StopLedger _ledger;
    private readonly ContentStore _store;
    private readonly FileStream _acknowledged;
    private readonly bool _isAnswered;
    private readonly TempFolder _scratch = new();
    private readonly ContentStore _source;
    private readonly int[] _counts = new int[Resources];
    private readonly bool[] _pinned = new bool[Resources];
    private int _files;

    private StoreScript(string folder, string acknowledged, ulong seed, string synchronous)
    {
        _rng = new Rng(seed);
        // A port, in place of a file, has somebody behind it who answers each line before the next thing is done.
        bool isPort = acknowledged.StartsWith("/dev/virtio-ports/", StringComparison.Ordinal);
        (FileMode mode, FileAccess access) = isPort ? (FileMode.Open, FileAccess.ReadWrite) : (FileMode.Create, FileAccess.Write);
        _acknowledged = new FileStream(acknowledged, mode, access, FileShare.Read, bufferSize: 0);
        _isAnswered = isPort;
        _ledger = StopLedger.Open(folder, synchronous);
        _ledger.Begin();
        _store = Open(folder, _gate, compares: false);
        _source = Open(_scratch.Path, new WriteGate(), compares: false);
        Say("begun 0");
    }

    /// <summary>Plays: folder, file of acknowledgements, seed, operations, level of synchronous.</summary>
    public static int Play(string[] arguments)
    {
        using StoreScript script = new(arguments[0], arguments[1], ulong.Parse(arguments[2], CultureInfo.InvariantCulture), arguments[4]);
        for (int left = int.Parse(arguments[3], CultureInfo.InvariantCulture); left > 0; left--)
        {
            script.Step();
        }

        return 0;
    }

    public static ContentStore Open(string folder, WriteGate gate, bool compares) => ContentStore.Open(
        new ContentStoreOptions { Folder = Path.Combine(folder, "content"), Gate = gate, Compares = compares },
        TimeProvider.System,
        NullLogger<ContentStore>.Instance);

    public static string Name(int resource) => $"t/r{resource}";

    /// <summary>The bytes of a file.</summary>
    public static byte[] Bytes(int number) => Some.Noise(1 + number * 7919 % 20_000, 1000 + number);

    public void Dispose()
    {
        _store.Dispose();
        _ledger.Dispose();
        _source.Dispose();
        _scratch.Dispose();
        _acknowledged.Dispose();
    }

    private void Step()
    {
        int resource = _rng.Below(Resources);
        switch (_rng.Below(10))
        {
            case < 4:
                Assert.True(_store.PutHead(Some.Head(Name(resource), ++_counts[resource])));
                Say($"head {resource} {_counts[resource]}");
                break;
            case < 7: Bring(++_files); break;
            case < 8: Pin(resource); break;
            default: Lose(); break;
        }
    }

    private void Bring(int number)
    {
        byte[] bytes = Bytes(number);
        Manifest manifest = _source.ImportAsync(_scratch.Put("file", bytes), null, CancellationToken.None).GetAwaiter().GetResult();
        _store.PutManifest(manifest);
        ManifestEntry entry = manifest.Entries[0];
        using PartialObject partial = _store.OpenPartial(manifest, entry);
        for (int leaf = partial.NextMissing(0); leaf >= 0; leaf = partial.NextMissing(leaf + 1))
        {
            partial.TryPut(leaf, bytes.AsSpan((int)entry.LeafOffset(leaf), entry.LeafLength(leaf)));
        }

        partial.Commit();
        Say($"file {number} {entry.Cid}");
    }

    private void Pin(int resource)
    {
        _pinned[resource] = !_pinned[resource];
        Assert.True(_pinned[resource] ? _store.Pin(Some.Id(Name(resource))) : _store.Unpin(Some.Id(Name(resource))));
        Say($"pin {resource} {(_pinned[resource] ? 1 : 0)}");
    }

    /// <summary>What <see cref="EdgePower"/> does, in its order; the parts of it that write.</summary>
    private void Lose()
    {
        Assert.True(_gate.Close(Some.Patience));
        _ledger.Seal(1, isForLoss: true, _counts.Sum());
        Say("sealed");
        _store.Rest();
        _ledger.Tidy();
        Say("unsealing");
        _ledger.Begin();
        _store.Resume();
        _gate.Open();
        Say("unsealed");
    }

    private void Say(string what)
    {
        // One write for one line: the trace has it whole.
        _acknowledged.Write(System.Text.Encoding.ASCII.GetBytes(what + "\n"));
        if (_isAnswered)
        {
            _ = _acknowledged.ReadByte();
        }
    }
}
