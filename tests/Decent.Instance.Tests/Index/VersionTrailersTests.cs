using System.Text;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Index;

public sealed class VersionTrailersTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_version_comes_back_from_its_message(bool folder)
    {
        var version = Some.Version("home/site/logo.png", 3, folder);
        var message = Encoding.UTF8.GetBytes("tree 0\nauthor x\n\n" + VersionTrailers.Write(version));
        Assert.True(VersionTrailers.TryRead(version.Head.Id, version.Head.Commit, message, out var read));
        Assert.Equal(version, read);
    }

    [Fact]
    public void Each_trailer_is_one_that_git_recognises()
    {
        var lines = VersionTrailers.Write(Some.Version("home/a")).Split("\n\n")[1].TrimEnd('\n').Split('\n');
        Assert.Equal(
            ["Decent-Label", "Decent-Count", "Decent-Shard-Count", "Decent-Time", "Decent-Origin", "Decent-Cid", "Decent-Size", "Decent-Kind"],
            lines.Select(l => l[..l.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_message_without_any_one_trailer_is_refused()
    {
        var version = Some.Version("home/a");
        var lines = VersionTrailers.Write(version).Split('\n');
        foreach (var missing in lines.Where(l => l.StartsWith("Decent-", StringComparison.Ordinal)))
        {
            var message = Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(l => l != missing)));
            Assert.False(VersionTrailers.TryRead(version.Head.Id, version.Head.Commit, message, out _), missing);
        }
    }

    [Fact]
    public void Mutated_messages_are_read_or_refused_and_never_throw()
    {
        var version = Some.Version("home/a");
        var message = Encoding.UTF8.GetBytes(VersionTrailers.Write(version));
        var noise = Some.Bytes(message.Length * 2);
        var refused = 0;
        for (var i = 0; i < message.Length; i++)
        {
            var mutated = (byte[])message.Clone();
            mutated[i] = noise[i];
            refused += VersionTrailers.TryRead(version.Head.Id, version.Head.Commit, mutated, out _) ? 0 : 1;
            VersionTrailers.TryRead(version.Head.Id, version.Head.Commit, message.AsSpan(0, i), out _);
        }
        Assert.InRange(refused, message.Length / 4, message.Length);
    }
}
