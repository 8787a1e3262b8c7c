namespace Decent.World;

/// <summary>How a peer misbehaves.</summary>
public enum PeerFault
{
    None = 0,

    /// <summary>Says that it has everything and sends bytes of the right length that are wrong.</summary>
    Lies,

    /// <summary>Sends right bytes, but claims more chunks than there are.</summary>
    Contradicts,

    /// <summary>Answers the question and falls silent at the first request.</summary>
    DiesAfterHave,

    /// <summary>Hears and says nothing.</summary>
    Silent,

    /// <summary>Handles each datagram late: a board in modem sleep, or one that is erasing flash.</summary>
    Slow,

    /// <summary>Says that it has everything, and reads of it fail: flash found damaged.</summary>
    Damaged,
}
