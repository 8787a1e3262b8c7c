namespace Decent.Peer.Lookup
{
    /// <summary>How a request to the instance ended when it did not simply deliver.</summary>
    public enum InstanceAnswer : byte
    {
        /// <summary>It knows no such thing, and it is the authority.</summary>
        NotFound = 0,

        /// <summary>No connection, no answer in time, an error of its own, or wrong bytes.</summary>
        Away = 1,
    }
}
