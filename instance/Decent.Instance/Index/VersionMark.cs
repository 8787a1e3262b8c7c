using System.Text;

namespace Decent.Instance.Index;

/// <summary>Which version of a resource is the newest, as the index or the ledger has it.</summary>
/// <param name="Id">The resource's id, UTF-8.</param>
/// <param name="Commit">20 bytes.</param>
/// <param name="Count">The resource's write count.</param>
public readonly record struct VersionMark(byte[] Id, byte[] Commit, long Count)
{
    /// <summary>What sorts before all ids of a tenant.</summary>
    internal static byte[] Before(string tenant) => Encoding.UTF8.GetBytes(tenant + "/");

    /// <summary>What sorts behind all ids of a tenant: '0' follows '/'.</summary>
    internal static byte[] Behind(string tenant) => Encoding.UTF8.GetBytes(tenant + "0");
}
