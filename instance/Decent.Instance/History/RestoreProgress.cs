namespace Decent.Instance.History;

/// <summary>How far the reading of an older version is.</summary>
/// <param name="Bytes">Content bytes that are verified in the content store.</param>
/// <param name="BytesTotal">Content bytes of the version.</param>
public readonly record struct RestoreProgress(long Bytes, long BytesTotal);
