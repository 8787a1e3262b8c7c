namespace Decent.Edge.Provisioning;

/// <summary>A file that settings become.</summary>
/// <param name="Path">Below the root, without a slash in front.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="IsSecret">Whether only its owner may read it.</param>
internal sealed record CardFile(string Path, byte[] Bytes, bool IsSecret);
