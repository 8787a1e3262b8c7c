namespace Decent.Content;

/// <summary>One dag-pb node and the bytes that its CID names.</summary>
public readonly record struct DagNode(Cid Cid, byte[] Bytes);
