namespace Decent.Instance.Tests.Cuts;

/// <summary>One commit of a resource's branch, as stock git tells it.</summary>
internal sealed record GitVersion(string Id, string Commit, string Label, long Count, long ShardCount);
