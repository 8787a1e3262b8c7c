using Decent.Content;
using Decent.Content.Shards;

namespace Decent.Edge.CatchUp;

/// <summary>One answer about many ids.</summary>
/// <param name="Head">Null when the instance does not know the resource, or what it said is no head of it.</param>
/// <param name="Shard">How its shard was at that moment; null without a head.</param>
internal sealed record ToldHead(Head? Head, ShardMark? Shard);
