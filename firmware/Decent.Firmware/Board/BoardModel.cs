namespace Decent.Firmware.Board
{
    /// <summary>What is particular to one kind of board.</summary>
    public abstract class BoardModel
    {
        /// <summary>GPIO of the LED that most boards of this kind have, -1 for none.</summary>
        public abstract int LedPin { get; }

        /// <summary>False where the LED is lit by a low level.</summary>
        public virtual bool LitByHigh => true;

        /// <summary>One of <see cref="Decent.Protocol.BoardKind"/>.</summary>
        public abstract byte Kind { get; }
    }
}
