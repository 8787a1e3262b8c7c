using Decent.Content;

namespace Decent.Instance.Tests.Cuts;

/// <summary>One content that a client gave to a resource.</summary>
/// <param name="id">The resource.</param>
/// <param name="content">Different from every other one.</param>
/// <param name="batch">Number of the batch that it went with; 0 for a publication of its own.</param>
internal sealed class Attempt(string id, byte[] content, int batch)
{
    public string Id => id;

    public byte[] Content => content;

    public int Batch => batch;

    /// <summary>Number of the acknowledgement, from 1; 0 when the client heard of none.</summary>
    public int Acknowledgement { get; set; }

    /// <summary>What the daemon said it is; null when it was not said, as in a batch.</summary>
    public Head? Head { get; set; }
}
