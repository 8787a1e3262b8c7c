using Decent.Content;

namespace Decent.Instance.Keys;

/// <summary>Signs heads when they are told, and remembers: publishing costs nothing, and a head that is asked for often is signed once. Thread-safe.</summary>
public sealed class HeadSigner(InstanceKeys keys)
{
    // About 8 MB. Beyond that all are forgotten and signed again when they are asked for.
    private const int Most = 8192;

    private readonly Lock _gate = new();
    private readonly Dictionary<ResourceId, Head> _signed = [];

    /// <summary>The head with the current key's signature.</summary>
    public Head Sign(Head head)
    {
        lock (_gate)
            if (_signed.TryGetValue(head.Id, out var known) && known == head && known.Signature?.KeyId == keys.Current.Id)
                return known;
        var signed = keys.Sign(head);
        lock (_gate)
        {
            if (_signed.Count >= Most)
                _signed.Clear();
            _signed[head.Id] = signed;
        }
        return signed;
    }
}
