namespace Decent.Protocol
{
    /// <summary>Which blocks that were asked for a board writes, as its configuration says it.</summary>
    public static class BoardAdmission
    {
        /// <summary>All while more than half of a day's writes is left, then as <see cref="Second"/>, and none when no write is left.</summary>
        public const byte Auto = 0;

        public const byte All = 1;

        /// <summary>Those that are asked for a second time.</summary>
        public const byte Second = 2;

        private static readonly string[] Names = { "auto", "all", "second" };

        /// <summary>The number of that word, -1 for none.</summary>
        public static int Named(string name)
        {
            for (int i = 0; i < Names.Length; i++)
            {
                if (Names[i] == name) return i;
            }

            return -1;
        }
    }
}
