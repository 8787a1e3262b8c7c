namespace Decent.Firmware.Signals
{
    /// <summary>What a board tells whoever looks at it.</summary>
    public enum LedState
    {
        /// <summary>On its way into the LAN: slow even blinking.</summary>
        Joining = 0,

        /// <summary>All is well: one flash every three seconds.</summary>
        Serving = 1,

        /// <summary>It serves its LAN, but no broker knows of it: two flashes.</summary>
        NoBroker = 2,

        /// <summary>It does not know who it is: three flashes.</summary>
        NoConfiguration = 3,

        /// <summary>It cannot go on and will start again: steady light.</summary>
        Fault = 4,
    }
}
