using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Hosting.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Decent.Edge.Tests;

/// <summary>The nameserver as an edge meets it: heads, shards with their journals, and keys, by the wire document. It counts what it is asked.</summary>
internal sealed class TestNames
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<ShardChange>> _journals = [];
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private long _time = 1_795_219_200_000;
    private int _headsTold;

    /// <summary>What heads are signed with; null: they are not.</summary>
    public TestKey? Key { get; set; }

    /// <summary>What is told of the keys.</summary>
    public IReadOnlyList<HeadKeyLink> Links { get; set; } = [];

    /// <summary>Changes that a journal keeps.</summary>
    public int Kept { get; set; } = ShardChange.Kept;

    /// <summary>Requests of a kind: resource, resources, groups, group, shard, since, keys.</summary>
    public int Requests(string kind) => _requests.GetValueOrDefault(kind);

    public int RequestsInAll => _requests.Values.Sum();

    /// <summary>Heads told one by one or many at a time.</summary>
    public int HeadsTold => Volatile.Read(ref _headsTold);

    /// <summary>Forgets what it was asked so far, but for the heads.</summary>
    public void Forget() => _requests.Clear();

    public Head? Find(ResourceId id)
    {
        lock (_lock)
        {
            return _heads.GetValueOrDefault(id.Text);
        }
    }

    /// <summary>The newest version of a resource as it is told.</summary>
    public Head Signed(ResourceId id) => Key?.Sign(Find(id)!) ?? Find(id)!;

    public void Put(Head head)
    {
        lock (_lock)
        {
            _heads[head.Id.Text] = head;
            List<ShardChange> journal = _journals.TryGetValue(head.Id.Shard, out List<ShardChange>? known) ? known : _journals[head.Id.Shard] = [];
            long count = journal.Count == 0 ? 1 : journal[^1].ShardCount + 1;
            journal.Add(new ShardChange(count, ShardEntry.Of(head), DateTimeOffset.FromUnixTimeMilliseconds(++_time)));
        }
    }

    /// <summary>The same at an earlier moment: what a backup brings back.</summary>
    public TestNames Backup()
    {
        lock (_lock)
        {
            TestNames copy = new() { Key = Key, Links = Links, _time = _time + 1_000_000 };
            foreach ((string id, Head head) in _heads)
            {
                copy._heads[id] = head;
            }

            foreach ((int shard, List<ShardChange> journal) in _journals)
            {
                copy._journals[shard] = [.. journal];
            }

            return copy;
        }
    }

    public byte[] RootOf(int group)
    {
        lock (_lock)
        {
            return Group(group).Node.Hash;
        }
    }

    public uint SequenceOf(int group)
    {
        lock (_lock)
        {
            return (uint)Group(group).Writes;
        }
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/resource/{**id}", (HttpContext context, string id) => Answer(context, "resource", Resource(id)));
        routes.MapPost("/api/v1/resources", async context =>
        {
            string[] ids = (await JsonSerializer.DeserializeAsync<string[]>(context.Request.Body))!;
            await Answer(context, "resources", $"[{string.Join(',', ids.Select(id => Resource(id) ?? "null"))}]");
        });
        routes.MapGet("/api/v1/groups", (HttpContext context) => Answer(context, "groups", Groups()));
        routes.MapGet("/api/v1/group/{hh}", (HttpContext context, string hh) => Answer(context, "group", Listing(Convert.ToInt32(hh, 16))));
        routes.MapGet("/api/v1/shard/{n:int}", (HttpContext context, int n) => context.Request.Query.ContainsKey("since")
            ? Answer(context, "since", Since(n, long.Parse(context.Request.Query["since"]!, CultureInfo.InvariantCulture)))
            : Answer(context, "shard", Whole(n)));
        routes.MapGet("/api/v1/keys", (HttpContext context) => Answer(context, "keys", Links.Count == 0 ? null : HeadKeyList.ToJson(Links)));
    }

    private Task Answer(HttpContext context, string kind, string? json)
    {
        _requests.AddOrUpdate(kind, 1, (_, count) => count + 1);
        return json is null ? Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such thing.") : context.Response.WriteAsync(json);
    }

    private string? Resource(string id)
    {
        lock (_lock)
        {
            if (!_heads.TryGetValue(id, out Head? head))
            {
                return null;
            }

            Interlocked.Increment(ref _headsTold);
            ShardState shard = State(head.Id.Shard);
            string hash = Convert.ToHexStringLower(shard.Node.Hash);
            string time = shard.Time!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            string json = (Key?.Sign(head) ?? head).ToJson();
            return $"{json[..^1]},\"shardHash\":\"{hash}\",\"shardTime\":\"{time}\",\"shardCount\":{shard.Count}}}";
        }
    }

    private string Groups()
    {
        lock (_lock)
        {
            return new GroupsListing(_journals.Keys.Select(shard => shard >> 7).Distinct().ToDictionary(group => group, Group)).ToJson();
        }
    }

    private string Listing(int group)
    {
        lock (_lock)
        {
            Dictionary<int, ShardMark> marks = _journals.Keys.Where(shard => shard >> 7 == group).ToDictionary(shard => shard, shard =>
                ShardMark.Of(State(shard)));
            return new GroupListing(Group(group), marks).ToJson();
        }
    }

    private string Whole(int shard)
    {
        lock (_lock)
        {
            return new ShardAnswer
            {
                State = State(shard), Entries = Tree(shard).Entries, Journal = [.. _journals.GetValueOrDefault(shard, []).TakeLast(Kept)],
            }.ToJson();
        }
    }

    private string Since(int shard, long since)
    {
        lock (_lock)
        {
            ShardState state = State(shard);
            List<ShardChange> journal = _journals.GetValueOrDefault(shard, []);
            bool whole = since > state.Count || state.Count - since > Kept;
            return new ShardAnswer
            {
                State = state, Since = since, Whole = whole, SinceTime = journal.Find(change => change.ShardCount == since)?.Time,
                Changes = whole ? [] : [.. journal.Where(change => change.ShardCount > since)],
            }.ToJson();
        }
    }

    private ShardTree Tree(int shard) => new(_heads.Values.Where(head => head.Id.Shard == shard).Select(ShardEntry.Of));

    private ShardState State(int shard)
    {
        ShardChange? last = _journals.GetValueOrDefault(shard, []).LastOrDefault();
        return new ShardState(shard, last?.ShardCount ?? 0, Tree(shard).Root, last?.Time);
    }

    private GroupState Group(int group)
    {
        ShardNode[] nodes = new ShardNode[ShardTree.PerGroup];
        Array.Fill(nodes, ShardNode.Empty);
        long writes = 0;
        foreach (int shard in _journals.Keys.Where(shard => shard >> 7 == group))
        {
            nodes[shard & 127] = Tree(shard).Root;
            writes += State(shard).Count;
        }

        return new GroupState(group, writes, ShardNode.Fold(nodes));
    }
}
