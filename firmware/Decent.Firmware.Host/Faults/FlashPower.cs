namespace Decent.Firmware.Host.Faults;

/// <summary>Counts the flash operations of all drives of a board - open, read, write, close, delete - and cuts the power at one of them.</summary>
public sealed class FlashPower(long cutAfter, Action<long> cut)
{
    /// <summary>Begun so far.</summary>
    public long Operations { get; private set; }

    /// <summary>Called as an operation begins; the one at which the power fails does nothing.</summary>
    public void Use()
    {
        Operations++;
        if (Operations == cutAfter) cut(Operations);
    }
}
