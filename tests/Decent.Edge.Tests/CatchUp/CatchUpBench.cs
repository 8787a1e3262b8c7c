using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.CatchUp;
using Decent.Edge.Fetching;
using Decent.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests.CatchUp;

/// <summary>What catches up, on a real store and real HTTP; the bus is the test.</summary>
internal sealed class CatchUpBench : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CatchUpOptions _options;
    private readonly HeadKey? _pin;
    private ContentClient _client = null!;
    private bool _running;

    private CatchUpBench(TestInstance instance, CatchUpOptions options, HeadKey? pin) => (Instance, _options, _pin) = (instance, options, pin);

    public TestInstance Instance { get; }

    public TestNames Names => Instance.Names;

    /// <summary>Passed by what is remembered of the instance's shards.</summary>
    public WriteGate Gate { get; } = new();

    public ContentStore Store { get; private set; } = null!;

    public HeadFreshness Freshness { get; private set; } = null!;

    public KnownShards Known { get; private set; } = null!;

    public HeadBook Book { get; private set; } = null!;

    public InstanceSource Source { get; private set; } = null!;

    public CatchUpLoop Loop { get; private set; } = null!;

    public LogLines<HeadBook> BookLog { get; } = new();

    public LogLines<CatchUpLoop> LoopLog { get; } = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<CatchUpBench> StartAsync(CatchUpOptions? options = null, HeadKey? pin = null)
    {
        CatchUpBench bench = new(await TestInstance.StartAsync(), options ?? Options(), pin);
        await bench.OpenAsync();
        return bench;
    }

    /// <summary>The product's estimates without its patience.</summary>
    public static CatchUpOptions Options(int requestBytes = 2000, int entryBytes = 270, int groupBytes = 14_000, int groupsBytes = 33_000) => new()
    {
        Gather = TimeSpan.FromMilliseconds(1), PauseFirst = TimeSpan.FromMilliseconds(20), PauseLongest = TimeSpan.FromMilliseconds(100),
        RequestBytes = requestBytes, EntryBytes = entryBytes, GroupBytes = groupBytes, GroupsBytes = groupsBytes,
    };

    /// <summary>The next version of a resource at the instance.</summary>
    public Head Publish(ResourceId id)
    {
        Head head = Some.Head(id.Text, (Names.Find(id)?.Count ?? 0) + 1);
        Names.Put(head);
        return head;
    }

    /// <summary>As if questions cost nothing and heads much: lists and journals are worth asking for.</summary>
    public static CatchUpOptions Cheap => Options(requestBytes: 0, entryBytes: 1, groupBytes: 100, groupsBytes: 100);

    /// <summary>The instance publishes a version of each and the edge holds it.</summary>
    public async Task HoldAsync(IEnumerable<ResourceId> ids)
    {
        foreach (ResourceId id in ids)
        {
            Publish(id);
            await HoldAsync(id);
        }
    }

    /// <summary>A first pass, which has nothing to go by and remembers the shards.</summary>
    public async Task LearnAsync()
    {
        await HearAndSettleAsync();
        Assert.NotNull(Known.Shard(Some.Id("home/0").Shard));
        Names.Forget();
    }

    /// <summary>Has the edge know the newest version of a resource, as a request for it would.</summary>
    public async Task HoldAsync(ResourceId id) =>
        Assert.Equal(HeadOutcome.Kept, await Book.KeepAsync(Names.Signed(id), Instance.Address, isAuthority: true, Ct));

    /// <summary>The bus is there: it tells each group's state.</summary>
    public void Hear()
    {
        for (int group = 0; group < 256; group++)
        {
            Hear(group);
        }

        Freshness.Connected();
    }

    public void Hear(int group)
    {
        if (Names.SequenceOf(group) > 0)
        {
            Freshness.Manifest((byte)group, Names.SequenceOf(group), Names.RootOf(group));
        }
    }

    /// <summary>Returns when nothing is in doubt.</summary>
    public async Task SettledAsync()
    {
        using SemaphoreSlim passed = new(0);
        void OnPassed() => passed.Release();
        Loop.Passed += OnPassed;
        while (Freshness.Doubts().Count > 0)
        {
            Assert.True(await passed.WaitAsync(Some.Patience, Ct), "no pass");
        }

        Loop.Passed -= OnPassed;
    }

    public async Task HearAndSettleAsync()
    {
        Hear();
        await SettledAsync();
    }

    /// <summary>Every stored head is the instance's newest, and known to be.</summary>
    public void AssertFresh(int heads)
    {
        Assert.Equal(heads, Store.Heads().Count);
        Assert.All(Store.Heads(), head =>
        {
            Assert.Equal(Names.Find(head.Id), head);
            Assert.True(Freshness.IsSure(head), head.Id.Text);
        });
    }

    /// <summary>The process ends, and another one begins on the same folder.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Instance.DisposeAsync();
        _folder.Dispose();
    }

    public async Task StopAsync()
    {
        if (_running)
        {
            _running = false;
            await Loop.StopAsync(CancellationToken.None);
        }
    }

    private async Task OpenAsync()
    {
        FetchingOptions fetching = Patient.Fetching(away: TimeSpan.FromMilliseconds(20));
        Store = ContentStore.Open(
            new ContentStoreOptions { Folder = _folder["content"], BytesMax = long.MaxValue }, TimeProvider.System, NullLogger<ContentStore>.Instance);
        HeadTrust trust = new(_pin, _folder["instance-keys.json"]);
        Known = new KnownShards(_folder["known-shards"], trust.Context) { Gate = Gate };
        Freshness = new HeadFreshness();
        _client = new ContentClient(fetching, TimeProvider.System);
        Source = new InstanceSource(Instance.Address, fetching, new MonotonicClock(TimeProvider.System), NullLogger<InstanceSource>.Instance);
        Book = new HeadBook(Store, trust, Known, _client, BookLog);
        Loop = new CatchUpLoop(Store, Book, Freshness, Known, _client, Source, _options, TimeProvider.System, LoopLog);
        await Loop.StartAsync(CancellationToken.None);
        _running = true;
    }

    private async Task CloseAsync()
    {
        await StopAsync();
        Loop.Dispose();
        _client.Dispose();
        Store.Dispose();
    }
}
