using System;

namespace Decent.Peer
{
    /// <summary>Invariants, checked in Release too: a process exits and is restarted, a device stores the code and reboots.</summary>
    public static class Must
    {
        /// <summary>Throws when <paramref name="condition"/> is false: a bug, never bad input.</summary>
        public static void Hold(bool condition)
        {
            if (!condition) throw new InvalidOperationException();
        }
    }
}
