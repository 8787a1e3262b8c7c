namespace Decent.Firmware.Tests.Cases
{
    /// <summary>How a case says that it holds: with no text. Both test runners compare with "".</summary>
    internal static class Outcome
    {
        public const string Holds = "";

        public static string Of(bool holds, string otherwise) => holds ? Holds : otherwise;

        public static string Same(byte[] expected, byte[] found, int count)
        {
            if (expected.Length != count) return "length " + count.ToString();
            for (int i = 0; i < count; i++)
            {
                if (expected[i] != found[i]) return "byte " + i.ToString();
            }

            return Holds;
        }
    }
}
