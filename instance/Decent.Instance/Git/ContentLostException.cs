namespace Decent.Instance.Git;

/// <summary>Content went out of the store between its import and its commit: evicted under a small budget, or damaged on the disk.</summary>
/// <param name="path">Path of the file in its resource; empty for a resource that is one file.</param>
public sealed class ContentLostException(string path)
    : Exception($"'{path}' left the content store before it was committed. Raise the content budget above the size of what is published, or check the disk.");
