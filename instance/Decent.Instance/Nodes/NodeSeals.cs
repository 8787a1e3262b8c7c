using Decent.Hosting;
using Decent.Peer;

namespace Decent.Instance.Nodes;

/// <summary>Numbers and seals what is said to nodes. One owner.</summary>
internal sealed class NodeSeals
{
    private static readonly Hmac Hmac = new();
    private readonly Dictionary<string, (ulong Link, uint Sequence)> _said = [];

    /// <summary>Fills in the word's envelope and writes its frame, sealed with the node's key.</summary>
    /// <param name="word">Of one node.</param>
    /// <param name="key">That node's, 32 bytes.</param>
    /// <param name="into">A frame's room.</param>
    /// <returns>Bytes of the frame.</returns>
    public int Seal(NodeWord word, byte[] key, byte[] into)
    {
        (word.Envelope.Link, word.Envelope.Sequence) = (word.Link, Next(word));
        var count = word.Write(into);
        DownSeal.Put(Hmac, key, into, count);
        return count;
    }

    /// <summary>Counts the frames of a link from 1, and from 1 again after a start of the instance.</summary>
    private uint Next(NodeWord word)
    {
        var sequence = _said.TryGetValue(word.Node, out var said) && said.Link == word.Link ? said.Sequence + 1 : 1;
        _said[word.Node] = (word.Link, sequence);
        return sequence;
    }
}
