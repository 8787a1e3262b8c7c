namespace Decent.Protocol.Tests;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(0, false)]
    public void A_name_has_four_to_thirty_two_characters(int length, bool isValid) => Assert.Equal(isValid, NodeName.IsValid(new string('a', length)));

    [Fact]
    public void Only_small_letters_digits_and_the_hyphen_are_allowed()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            bool expected = char.IsAsciiLetterLower((char)c) || char.IsAsciiDigit((char)c) || c == '-';
            Assert.Equal(expected, NodeName.IsValid($"ab{(char)c}cd"));
            Assert.Equal(expected, NodeName.IsValid($"abc{(char)c}"));
        }
    }

    [Fact]
    public void No_name_is_no_name() => Assert.False(NodeName.IsValid(null));
}
