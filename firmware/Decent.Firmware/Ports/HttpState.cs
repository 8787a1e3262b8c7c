namespace Decent.Firmware.Ports
{
    /// <summary>How one GET stands.</summary>
    public enum HttpState
    {
        /// <summary>None was begun, or its result was taken.</summary>
        Idle = 0,

        Running = 1,

        /// <summary>200 with a body within the bound.</summary>
        Done = 2,

        /// <summary>404: nobody there has it.</summary>
        NotFound = 3,

        /// <summary>The body is longer than allowed; reading stopped there.</summary>
        TooLarge = 4,

        /// <summary>No connection, no answer in time, another status.</summary>
        Failed = 5,
    }
}
