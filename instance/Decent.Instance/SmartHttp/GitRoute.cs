namespace Decent.Instance.SmartHttp;

/// <summary>What stands below a repository's address.</summary>
public enum GitRoute
{
    /// <summary>Anything that is not served.</summary>
    Other,

    /// <summary><c>info/refs</c>: where a conversation begins.</summary>
    Refs,

    /// <summary><c>git-upload-pack</c>: names and packs.</summary>
    UploadPack,

    /// <summary><c>git-receive-pack</c>: a push.</summary>
    ReceivePack,
}
