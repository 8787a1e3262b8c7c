namespace Decent.EndToEnd.Tests.Week;

internal enum Deed
{
    Plug,
    Stop,
    Cut,

    /// <summary>At one of the next operations of the journal's drive or the blocks', within about a minute.</summary>
    CutInFlash,

    /// <summary>When the next grant comes, before the board has it.</summary>
    CutAtGrant,

    /// <summary>A stranger says again what the board has said of its runs, or forges from it.</summary>
    Replay,

    /// <summary>Somebody plugs in a copy of its flash, for two hours.</summary>
    Clone,
}
