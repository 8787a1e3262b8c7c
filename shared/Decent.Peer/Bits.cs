namespace Decent.Peer
{
    /// <summary>Sets of up to 64 blocks.</summary>
    public static class Bits
    {
        /// <summary>The lowest <paramref name="count"/> bits, 0 to 64.</summary>
        public static ulong Lowest(int count) => count >= 64 ? ulong.MaxValue : (1UL << count) - 1;

        public static int Count(ulong bits)
        {
            int count = 0;
            while (bits != 0)
            {
                bits &= bits - 1;
                count++;
            }

            return count;
        }
    }
}
