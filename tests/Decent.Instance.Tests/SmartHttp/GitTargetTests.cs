using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.SmartHttp;

public sealed class GitTargetTests
{
    [Theory]
    [InlineData("/git/home/_data.git/info/refs", "home", "_data.git", GitRoute.Refs)]
    [InlineData("/git/a-1/_info.git/git-upload-pack", "a-1", "_info.git", GitRoute.UploadPack)]
    [InlineData("/git/home/_script.git/git-receive-pack", "home", "_script.git", GitRoute.ReceivePack)]
    [InlineData("/git/home/_data.git/HEAD", "home", "_data.git", GitRoute.Other)]
    [InlineData("/git/home/_data.git/", "home", "_data.git", GitRoute.Other)]
    [InlineData("/git/home/_data.git/info/refs/", "home", "_data.git", GitRoute.Other)]
    [InlineData("/git/home/_data.git/objects/../config", "home", "_data.git", GitRoute.Other)]
    public void A_path_names_a_repository_and_what_is_below_it(string path, string tenant, string repository, GitRoute route) =>
        Assert.Equal(new GitTarget(tenant, repository, route), GitTarget.Read(path));

    [Theory]
    [InlineData("/git/home/website.git/info/refs", "home/website", GitRoute.Refs)]
    [InlineData("/git/home/a/b c.git/git-upload-pack", "home/a/b c", GitRoute.UploadPack)]
    [InlineData("/git/home/x.git.git/git-receive-pack", "home/x.git", GitRoute.ReceivePack)]
    [InlineData("/git/home/_data.git.git/info/refs", "home/_data.git", GitRoute.Refs)]
    [InlineData("/git/home/info/refs.git/info/refs", "home/info/refs", GitRoute.Refs)]
    public void A_path_names_one_resource_as_a_repository(string path, string resource, GitRoute route) =>
        Assert.Equal(new GitTarget("home", "_data.git", route, Some.Id(resource)), GitTarget.Read(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/git")]
    [InlineData("/git/")]
    [InlineData("/git/home")]
    [InlineData("/git/home/_data.git")]
    [InlineData("/git//_data.git/info/refs")]
    [InlineData("/git/home//_data.git/info/refs")]
    [InlineData("/git/home/_data/info/refs")]
    [InlineData("/git/home/other.git/HEAD")]
    [InlineData("/git/home/other.git/objects/info/refs")]
    [InlineData("/git/home/.git/info/refs")]
    [InlineData("/git/home/a/../b.git/info/refs")]
    [InlineData("/git/HOME/other.git/info/refs")]
    [InlineData("/git/other.git/info/refs")]
    [InlineData("/GIT/home/_data.git/info/refs")]
    public void Any_other_path_names_nothing(string? path) => Assert.Null(GitTarget.Read(path));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("version=0", 0)]
    [InlineData("version=1", 1)]
    [InlineData("version=2", 2)]
    [InlineData("version=1:other:version=2", 2)]
    [InlineData("version=3", 0)]
    [InlineData("version=2\0", 0)]
    [InlineData("Version=2", 0)]
    public void The_highest_version_named_counts(string? header, int version) => Assert.Equal(version, GitProtocol.Version(header));

    [Fact]
    public void Default_options_are_good_and_each_bound_is_told()
    {
        Assert.Null(new SmartHttpOptions().Rule());
        SmartHttpOptions[] bad =
        [
            new() { OldProtocolRefsMax = -1 }, new() { NarrowAbove = -1 },
            new() { BodyBytesMax = 1 }, new() { RequestBytesMax = 1L << 40 }, new() { LinesMax = 99 },
            new() { WantsMax = 0 }, new() { HavesMax = 0 }, new() { BodiesMax = 0 }, new() { BodyBudget = TimeSpan.Zero },
            new() { ProcessesMax = 0 }, new() { QueueMax = -1 },
            new() { QueueBudget = TimeSpan.Zero }, new() { FetchBudget = TimeSpan.Zero }, new() { BytesPerSecondMin = 0 },
        ];
        Assert.All(bad, options => Assert.Contains("default", options.Rule()));
        Assert.NotNull(new InstanceOptions { State = "/tmp/x", SmartHttp = bad[0] }.Rule());
    }
}
