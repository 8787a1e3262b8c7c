namespace Decent.Instance.SmartHttp;

/// <summary>What a body sent to <c>git-upload-pack</c> asks for.</summary>
public enum UploadPackCommand
{
    /// <summary>Nothing: git sends a lone flush to see whether it may ask.</summary>
    None,

    /// <summary>Protocol v2: names and their commits.</summary>
    LsRefs,

    /// <summary>Protocol v2: a pack.</summary>
    Fetch,

    /// <summary>Protocol v0 or v1: a pack, and whatever was negotiated before.</summary>
    Old,
}
