namespace Decent.Peer.Lookup
{
    /// <summary>What the host is to do next.</summary>
    public enum LookupStep : byte
    {
        /// <summary>Nothing before WakeAtMs, unless something arrives.</summary>
        Wait = 0,

        /// <summary>Broadcast the question.</summary>
        Ask = 1,

        /// <summary>Broadcast it once more with half the threshold.</summary>
        AskLowered = 2,

        /// <summary>Ask the instance, while peers may still answer: the first verified bytes win.</summary>
        AskInstance = 3,

        /// <summary>Tell the caller that nobody can (504). The lookup itself goes on to sleep and wake.</summary>
        TimedOut = 4,

        /// <summary>Fell asleep; WakeAtMs says until when.</summary>
        Sleep = 5,

        /// <summary>All that was wanted is here and verified.</summary>
        Found = 6,

        /// <summary>The instance says that there is no such thing (404).</summary>
        NotFound = 7,
    }
}
