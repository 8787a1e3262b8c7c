namespace Decent.Instance.SmartHttp;

/// <summary>Why a body is not taken.</summary>
public enum RequestFault
{
    /// <summary>It is.</summary>
    None,

    /// <summary>Not gzip where it says so, no pkt-lines, or no request of the protocol.</summary>
    Malformed,

    /// <summary>An encoding other than gzip.</summary>
    Encoding,

    /// <summary>More bytes than are taken, as sent or unpacked.</summary>
    TooLarge,

    /// <summary>More lines, wants or haves than are taken.</summary>
    TooMany,

    /// <summary>It took longer than it may.</summary>
    TooSlow,
}
