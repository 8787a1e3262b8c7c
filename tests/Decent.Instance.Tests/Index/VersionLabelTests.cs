using Decent.Instance.Index;

namespace Decent.Instance.Tests.Index;

public sealed class VersionLabelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_version_of_a_day_is_number_one()
    {
        Assert.Equal("20260314-1-home-server", VersionLabel.After(null, Noon, "home-server").ToString());
        Assert.Equal("20260314-1-home-server", VersionLabel.After("20260313-9-home-server", Noon, "home-server").ToString());
    }

    [Fact]
    public void Later_versions_of_a_day_count_on() =>
        Assert.Equal("20260314-10-home-server", VersionLabel.After("20260314-9-other-server", Noon, "home-server").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("20260314")]
    [InlineData("20260314-1")]
    [InlineData("20261314-1-home")]
    [InlineData("20260314-0-home")]
    [InlineData("20260314-x-home")]
    [InlineData("20260314-1-Home")]
    [InlineData("20260314-99999999999-home")]
    public void Anything_else_is_no_label(string text) => Assert.False(VersionLabel.TryParse(text, out _));
}
