using System.Diagnostics.CodeAnalysis;

namespace Decent.Content;

/// <summary>The keys of one instance that somebody believes: one that was pinned, and those that follow from it by rotation, oldest first.</summary>
public sealed class HeadKeyChain
{
    private readonly Dictionary<string, HeadKey> _keys;

    private HeadKeyChain(IReadOnlyList<HeadKeyLink> links)
    {
        Links = links;
        _keys = links.ToDictionary(link => link.Key.Id, link => link.Key, StringComparer.Ordinal);
    }

    /// <summary>At least one; the first is believed because it is pinned, and its time is 1970.</summary>
    public IReadOnlyList<HeadKeyLink> Links { get; }

    /// <summary>The last one.</summary>
    public HeadKey Newest => Links[^1].Key;

    /// <summary>A chain of one key.</summary>
    public static HeadKeyChain Of(HeadKey pinned) => new([new HeadKeyLink(pinned, DateTimeOffset.UnixEpoch, null)]);

    /// <summary>A key of the chain by its <see cref="HeadKey.Id"/>.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out HeadKey? key) => _keys.TryGetValue(id, out key);

    /// <summary>This chain, with the keys that a list adds to it; this one unless <paramref name="news"/> is Learned.</summary>
    /// <param name="told">An instance's keys as anybody told them, oldest first.</param>
    /// <param name="news">What became of it.</param>
    public HeadKeyChain With(IReadOnlyList<HeadKeyLink> told, out HeadKeyNews news)
    {
        int at = IndexOf(told, Newest);
        news = at >= 0 ? Check(told, at) : Past(told);
        return news == HeadKeyNews.Learned ? new HeadKeyChain([.. Links, .. told.Skip(at + 1)]) : this;
    }

    private static int IndexOf(IReadOnlyList<HeadKeyLink> told, HeadKey key)
    {
        int at = 0;
        while (at < told.Count && told[at].Key != key)
        {
            at++;
        }

        return at < told.Count ? at : -1;
    }

    private HeadKeyNews Check(IReadOnlyList<HeadKeyLink> told, int at)
    {
        HashSet<string> seen = new(_keys.Keys, StringComparer.Ordinal);
        for (int i = at + 1; i < told.Count; i++)
        {
            if (!seen.Add(told[i].Key.Id) || !told[i].Follows(told[i - 1].Key))
            {
                return HeadKeyNews.Foreign;
            }
        }

        return at == told.Count - 1 ? HeadKeyNews.Nothing : HeadKeyNews.Learned;
    }

    /// <summary>A list without the newest key: an older one, a stranger's, or one that leaves the chain at a key that signed twice.</summary>
    private HeadKeyNews Past(IReadOnlyList<HeadKeyLink> told)
    {
        for (int i = told.Count - 1; i >= 0; i--)
        {
            if (_keys.TryGetValue(told[i].Key.Id, out HeadKey? known))
            {
                return i + 1 < told.Count && told[i + 1].Follows(known) ? HeadKeyNews.Forked : HeadKeyNews.Nothing;
            }
        }

        return HeadKeyNews.Foreign;
    }
}
