using System.Text.Json.Serialization;

namespace Decent.Instance.Checking;

/// <summary>What a finding is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>A repository is damaged, as git itself says.</summary>
    Git,

    /// <summary>A branch is not where it was acknowledged to be, or none of ours.</summary>
    Branch,

    /// <summary>A commit's trailers are not whole, or do not follow from those before.</summary>
    Trailers,

    /// <summary>The index has another newest version than git, or lacks it.</summary>
    Index,

    /// <summary>The ledger did not acknowledge what git has.</summary>
    Ledger,

    /// <summary>Count, hash or journal of a shard.</summary>
    Shard,

    /// <summary>A small block's row does not lead to its bytes.</summary>
    Block,

    /// <summary>Content in git or in the content store is not what its CID says.</summary>
    Content,

    /// <summary>The instance's keys do not verify what they sign.</summary>
    Key,
}
