namespace Decent.Peer.Lookup
{
    /// <summary>
    /// Where bytes can come from, in the order asked. These names are the words in logs, the metric labels, the dashboard's columns and the
    /// Decent-Path header.
    /// </summary>
    public enum Stage : byte
    {
        None = 0,
        Cache = 1,
        Peers = 2,
        Instance = 3,
        Upstream = 4,
    }
}
