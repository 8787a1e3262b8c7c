using System.Text.Json;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Edge.Fetching;

namespace Decent.Edge.CatchUp;

/// <summary>What the instance says of groups, shards and many heads. Foreign bytes: bounded, timed, and Wrong when they are not what was asked for.</summary>
internal sealed class NameClient(ContentClient client, InstanceSource instance, CatchUpOptions options)
{
    private const int AnswerBytesMax = 4 << 20;

    /// <summary>Questions asked so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Bytes of their answers.</summary>
    public long Bytes { get; private set; }

    public async Task<GroupsListing?> GroupsAsync(CancellationToken ct)
    {
        (SourceAnswer answer, byte[] body) = await AskAsync("/api/v1/groups", GroupsListing.JsonBytesMax, ct);
        GroupsListing? listing = null;
        return Report(answer, () => GroupsListing.TryParseJson(body, out listing)) ? listing : null;
    }

    public async Task<GroupListing?> GroupAsync(int group, CancellationToken ct)
    {
        (SourceAnswer answer, byte[] body) = await AskAsync($"/api/v1/group/{group:x2}", GroupListing.JsonBytesMax, ct);
        GroupListing? listing = null;
        return Report(answer, () => GroupListing.TryParseJson(body, out listing) && listing.State.Group == group) ? listing : null;
    }

    /// <summary>A shard whole, its entries checked against its hash; or with <paramref name="since"/> its changes after that count.</summary>
    public async Task<ShardAnswer?> ShardAsync(int shard, long? since, CancellationToken ct)
    {
        string query = since is { } count ? $"?since={count}" : "";
        (SourceAnswer answer, byte[] body) = await AskAsync($"/api/v1/shard/{shard}{query}", ShardAnswer.JsonBytesMax, ct);
        ShardAnswer? told = null;
        return Report(answer, () => ShardAnswer.TryParseJson(body, out told) && told.State.Shard == shard && told.Since == since && IsWhole(told, since))
            ? told
            : null;
    }

    /// <summary>The newest versions of at most <see cref="CatchUpOptions.IdsMax"/> resources, in their order.</summary>
    public async Task<IReadOnlyList<ToldHead>?> HeadsAsync(IReadOnlyList<ResourceId> ids, CancellationToken ct)
    {
        byte[] question = JsonSerializer.SerializeToUtf8Bytes([.. ids.Select(id => id.Text)], CatchUpJson.Default.StringArray);
        Requests++;
        (SourceAnswer answer, byte[] body) = await client.SmallAsync(
            new Uri(instance.Address!, "/api/v1/resources"), question, AnswerBytesMax, options.Timeout, ct);
        Bytes += body.Length;
        List<ToldHead>? heads = null;
        return Report(answer, () => TryRead(body, ids, out heads)) ? heads : null;
    }

    private async Task<(SourceAnswer Answer, byte[] Body)> AskAsync(string path, int bytesMax, CancellationToken ct)
    {
        Requests++;
        (SourceAnswer answer, byte[] body) = await client.SmallAsync(new Uri(instance.Address!, path), bytesMax, options.Timeout, ct);
        Bytes += body.Length;
        return (answer, body);
    }

    private bool Report(SourceAnswer answer, Func<bool> isGood)
    {
        bool good = answer == SourceAnswer.Found && isGood();
        instance.Report(answer == SourceAnswer.Found && !good ? SourceAnswer.Wrong : answer, "catching up");
        return good;
    }

    private static bool IsWhole(ShardAnswer told, long? since) => since is not null
        ? told.Changes is not null
        : told.Entries is { } entries && new ShardTree(entries).Root == told.State.Node;

    private static bool TryRead(byte[] body, IReadOnlyList<ResourceId> ids, out List<ToldHead> heads)
    {
        heads = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 3 });
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() != ids.Count)
            {
                return false;
            }

            foreach (JsonElement answer in document.RootElement.EnumerateArray())
            {
                heads.Add(Read(answer, ids[heads.Count]));
            }

            return true;
        }
        catch (JsonException)
        {
            return false; // Foreign bytes that are not JSON: the reader has no other way to say so.
        }
    }

    private static ToldHead Read(JsonElement answer, ResourceId id)
    {
        ToldShard? shard = answer.ValueKind == JsonValueKind.Object ? answer.Deserialize(CatchUpJson.Default.ToldShard) : null;
        return shard is not null && shard.TryRead(out ShardMark? mark) && Head.TryParseJson(answer.GetRawText(), out Head? head) && head.Id == id
            ? new ToldHead(head, mark)
            : new ToldHead(null, null);
    }
}
