using System.Text;
using Decent.Content;
using Decent.Instance.SmartHttp;
using Decent.Peer;

namespace Decent.Instance.Tests.SmartHttp;

public sealed class RefPrefixesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("r", "")]
    [InlineData("refs/heads/r/", "")]
    [InlineData("refs/heads/r/a,refs/heads/", "")]
    [InlineData("refs/heads/r/a", "a")]
    [InlineData("refs/heads/r/b,HEAD,refs/heads/r/a,refs/tags/", "a,b")]
    [InlineData("refs/heads/r/ab,refs/heads/r/a,refs/heads/r/a-,refs/heads/r/b", "a,b")]
    [InlineData("refs/heads/ra,refs/heads/q,refs/tags/r/a,HEAD,r/a,x", null)]
    public void Prefixes_of_branches_are_found_and_overlap_never(string prefixes, string? branches)
    {
        var found = RefPrefixes.OfBranches([.. prefixes.Split(',').Select(Encoding.UTF8.GetBytes)]);
        Assert.Equal(branches?.Split(',') ?? [], found.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void Without_a_prefix_all_branches_are_asked_for() => Assert.Equal([[]], RefPrefixes.OfBranches([]));

    [Theory]
    [InlineData("", "")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%2", "a")]
    [InlineData("a%", "a")]
    [InlineData("%E2", "\u00e2")]
    [InlineData("a%zz", null)]
    [InlineData("%2Gx", null)]
    public void The_path_before_an_escape_that_is_cut_off_is_taken(string branches, string? path)
    {
        var found = RefPrefixes.PathPrefix(Encoding.UTF8.GetBytes(branches));
        Assert.Equal(path, found is null ? null : Encoding.Latin1.GetString(found));
    }

    [Fact]
    public void Every_beginning_of_a_branch_finds_a_beginning_of_its_path()
    {
        string[] pieces = ["a", "/", "%", ".", "..", " ", "ü", "日", "🙂", "@{", "x.lock", "~"];
        for (uint seed = 1; seed <= 300; seed++)
        {
            var rng = new Rng(seed);
            var path = string.Concat(Enumerable.Range(0, 1 + rng.Below(6)).Select(_ => pieces[rng.Below(pieces.Length)]));
            var branch = Encoding.UTF8.GetBytes(ResourceId.BranchOf(path)).AsSpan(2).ToArray();
            for (var length = 0; length <= branch.Length; length++)
            {
                var found = RefPrefixes.PathPrefix(branch.AsSpan(0, length));
                Assert.True(found is not null && Encoding.UTF8.GetBytes(path).AsSpan().StartsWith(found), $"seed {seed}, {length} of {path}");
            }
        }
    }
}
