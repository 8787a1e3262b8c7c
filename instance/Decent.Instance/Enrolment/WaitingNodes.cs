using System.Net;
using Decent.Content;
using Decent.Hosting.Identity;

namespace Decent.Instance.Enrolment;

/// <summary>
/// The nodes that wait for an operator's word, bounded in number, by address and in time. In memory: a node keeps asking, so that a start of the instance
/// loses nothing but those who have stopped. Thread-safe.
/// </summary>
public sealed class WaitingNodes(EnrolmentOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<WaitingNode> _nodes = [];

    /// <summary>All that wait and are not approved, oldest first.</summary>
    public IReadOnlyList<WaitingNode> All
    {
        get
        {
            lock (_gate)
            {
                Tidy();
                return [.. _nodes.Where(n => n.Answer is null)];
            }
        }
    }

    /// <summary>Notes that a node asks; null when there is no room for one more.</summary>
    /// <param name="name">A valid node name.</param>
    /// <param name="kind">edge or board.</param>
    /// <param name="key">The node's key for this once.</param>
    /// <param name="from">Where the question comes from; null unknown.</param>
    public WaitingNode? Ask(string name, string kind, HeadKey key, IPAddress? from)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            Tidy();
            var at = _nodes.FindIndex(n => n.Name == name && n.Key.Equals(key));
            if (at >= 0)
                return _nodes[at] = _nodes[at] with { Heard = now };
            if (_nodes.Count >= options.WaitingMax || _nodes.Count(n => Equals(n.From, from)) >= options.WaitingPerAddressMax)
                return null;
            var node = new WaitingNode(name, kind, key, from, now, now, Answer: null);
            _nodes.Add(node);
            return node;
        }
    }

    /// <summary>Whether this key was approved under this name, and has not been forgotten since.</summary>
    public bool IsApproved(string name, HeadKey key)
    {
        lock (_gate)
            return _nodes.Exists(n => n.Name == name && n.Key.Equals(key) && n.Answer is not null);
    }

    /// <summary>Keeps the answer for a node until it is old; a node that was forgotten meanwhile is noted again.</summary>
    public void Approve(WaitingNode node, EnrolmentAnswer answer)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _nodes.RemoveAll(n => n.Name == node.Name);
            _nodes.Add(node with { Since = now, Heard = now, Answer = answer });
        }
    }

    /// <summary>Approved ones may be silent: they were cut off while a person thought.</summary>
    private void Tidy()
    {
        var now = time.GetUtcNow();
        _nodes.RemoveAll(n => now - n.Since > TimeSpan.FromSeconds(options.WaitSeconds)
            || (n.Answer is null && now - n.Heard > TimeSpan.FromSeconds(options.SilenceSeconds)));
    }
}
