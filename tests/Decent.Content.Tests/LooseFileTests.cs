using Decent.Content.Import;

namespace Decent.Content.Tests;

public sealed class LooseFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4032)]
    [InlineData(4033)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(3_000_000)]
    public async Task A_copy_is_whole_and_has_the_manifest_that_an_import_gives(int length)
    {
        byte[] bytes = Some.Noise(length, 1);
        _folder.Put("source/a/file", bytes);
        LooseFile file = Assert.Single(LooseFile.Below(_folder["source"], Broken, Cancel));
        using MemoryStream copy = new();
        Manifest manifest = await file.CopyAsync(copy, Cancel);

        Assert.Equal(("a/file", (long)length), (file.Path, file.Size));
        Assert.Equal(Some.FileCid(bytes), file.Hash(Cancel));
        Assert.Equal(Some.Manifest(("", bytes)).ToBytes(), manifest.ToBytes());
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public void Everything_that_breaks_a_rule_is_told_and_the_rest_is_listed_in_order()
    {
        foreach (string name in (string[])["b", "a/2", "a/1", "a/.git/config", "new\nline"])
        {
            _folder.Put("source/" + name, [1]);
        }

        File.CreateSymbolicLink(_folder["source/link"], "b");
        Directory.CreateDirectory(_folder["source/empty"]);
        List<string> rules = [];

        Assert.Equal(["a/1", "a/2", "b"], LooseFile.Below(_folder["source"], rules.Add, Cancel).Select(file => file.Path));
        Assert.Equal(["a/.git", "link", "new\nline"], rules.Select(rule => rule.Split('"')[1][(_folder["source"].Length + 1)..]).Order());
    }

    [Theory]
    [InlineData(400, 401)]
    [InlineData(400, 399)]
    [InlineData(3_000_000, 2_999_999)]
    public async Task A_file_of_another_length_than_it_had_is_refused(int before, int now)
    {
        _folder.Put("source/file", new byte[before]);
        LooseFile file = Assert.Single(LooseFile.Below(_folder["source"], Broken, Cancel));
        _folder.Put("source/file", new byte[now]);

        Assert.Contains("must not change", Assert.Throws<ContentRefusedException>(() => file.Hash(Cancel)).Rule, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ContentRefusedException>(() => file.CopyAsync(Stream.Null, Cancel));
    }

    [Fact]
    public void A_file_that_is_gone_or_became_a_link_is_refused()
    {
        _folder.Put("source/file", [1]);
        LooseFile file = Assert.Single(LooseFile.Below(_folder["source"], Broken, Cancel));
        File.Delete(_folder["source/file"]);
        Assert.Contains("readable", Assert.Throws<ContentRefusedException>(() => file.Hash(Cancel)).Rule, StringComparison.Ordinal);
        File.CreateSymbolicLink(_folder["source/file"], _folder.Put("other", [1]));
        Assert.Throws<ContentRefusedException>(() => file.Hash(Cancel));
    }

    private static void Broken(string rule) => Assert.Fail(rule);
}
