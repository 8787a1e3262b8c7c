namespace Decent.EndToEnd.Tests.Week;

internal enum Deed
{
    Plug,
    Stop,
    Cut,

    /// <summary>At one of the next flash operations, within about a minute.</summary>
    CutInFlash,

    /// <summary>When the next grant comes, before the board has it.</summary>
    CutAtGrant,
}
