namespace Decent.Protocol.Tests;

public sealed class HexTests
{
    [Fact]
    public void Every_byte_has_two_lower_case_digits_and_is_read_back_in_either_case()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        string text = Hex.Of(all, 0, all.Length);
        Assert.Equal(Convert.ToHexStringLower(all), text);
        byte[] read = new byte[256];
        Assert.True(Hex.TryRead(text, read));
        Assert.Equal(all, read);
        Assert.True(Hex.TryRead(text.ToUpperInvariant(), read));
        Assert.Equal(all, read);
    }

    [Theory]
    [InlineData(0ul, "0000000000000000")]
    [InlineData(0x0123456789ABCDEFul, "0123456789abcdef")]
    [InlineData(ulong.MaxValue, "ffffffffffffffff")]
    public void A_number_has_sixteen_digits_the_highest_first(ulong value, string text) => Assert.Equal(text, Hex.Of(value));

    [Fact]
    public void Every_other_character_is_refused()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            bool expected = char.IsAsciiHexDigit((char)c);
            Assert.Equal(expected, Hex.TryRead($"0{(char)c}", new byte[1]));
            Assert.Equal(expected, Hex.TryRead($"{(char)c}0", new byte[1]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("012")]
    [InlineData("01234")]
    [InlineData("0x12")]
    [InlineData(" 012")]
    public void Another_length_or_a_prefix_is_refused(string text) => Assert.False(Hex.TryRead(text, new byte[2]));

    [Fact]
    public void No_digits_are_no_bytes() => Assert.True(Hex.TryRead("", []));
}
