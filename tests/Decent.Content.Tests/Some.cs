namespace Decent.Content.Tests;

/// <summary>Test data that follows from its arguments alone.</summary>
internal static class Some
{
    public static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = unchecked((byte)(i * 31));
        }

        return bytes;
    }
}
