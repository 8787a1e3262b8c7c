namespace Decent.Firmware.Board
{
    /// <summary>The boards that this firmware knows.</summary>
    public static class BoardModels
    {
        private static readonly BoardModel[] All = { new Esp32(), new Esp32Flash8(), new Esp32Flash16(), new Esp32S3() };

        /// <summary>The model of that kind; the plainest for any other.</summary>
        public static BoardModel Of(byte kind)
        {
            for (int i = 0; i < All.Length; i++)
            {
                if (All[i].Kind == kind) return All[i];
            }

            return All[0];
        }
    }
}
