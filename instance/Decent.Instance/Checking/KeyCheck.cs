using Decent.Instance.Index;
using Decent.Instance.Keys;

namespace Decent.Instance.Checking;

/// <summary>Whether nodes that pinned a key can believe what is told: each key was appointed by the one before, and heads verify.</summary>
public sealed class KeyCheck(VersionIndex index, InstanceKeys keys)
{
    private const int HeadsOfTenant = 16;

    /// <summary>Checks the keys, and signatures of the first heads of each tenant.</summary>
    internal void Run(IReadOnlyList<string> tenants, Findings findings)
    {
        var links = keys.Links;
        for (var i = 1; i < links.Count; i++)
            if (!links[i].Follows(links[i - 1].Key))
                findings.Add(FindingKind.Key, "", $"The key {links[i].Key.Id} was not appointed by {links[i - 1].Key.Id} before it, and nodes that pinned "
                    + "that one believe nothing: restore ledger.db from a backup.");
        var wrong = tenants.SelectMany(tenant => index.Page(tenant, [], null, HeadsOfTenant).Select(row => row.Id))
            .Select(text => Content.ResourceId.TryParse(text, out var id, out _) ? index.Find(id)?.Head : null)
            .FirstOrDefault(head => head is not null && keys.Sign(head) is var signed && !keys.Links.Any(link => link.Key.HasSigned(signed)));
        if (wrong is not null)
            findings.Add(FindingKind.Key, "", $"The signature of {wrong.Id} does not verify with the key {keys.Current.Id}, and no node believes it: "
                + "restore ledger.db from a backup.");
    }
}
