using System.Diagnostics;

namespace Decent.Content.Tests;

public sealed class ResourceIdTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tenant")]
    [InlineData("/path")]
    [InlineData("tenant/")]
    [InlineData("Tenant/a")]
    [InlineData("ten_ant/a")]
    [InlineData("a23456789012345678901234567890123/a")]
    [InlineData("t/a//b")]
    [InlineData("t/./b")]
    [InlineData("t/a/..")]
    [InlineData("t/a\nb")]
    [InlineData("t/a\u0085b")]
    [InlineData("t/\ud800")]
    [InlineData("t/a/.GIT")]
    [InlineData("t/.git. ./config")]
    public void What_is_no_id_is_refused_with_a_rule(string? text)
    {
        Assert.False(ResourceId.TryParse(text, out ResourceId? id, out string rule));
        Assert.Null(id);
        Assert.NotEmpty(rule);
    }

    [Fact]
    public void An_id_has_at_most_200_bytes_not_characters()
    {
        Assert.True(ResourceId.TryParse("t/" + new string('a', 198), out _, out _));
        Assert.False(ResourceId.TryParse("t/" + new string('a', 199), out _, out _));
        Assert.True(ResourceId.TryParse("t/" + new string('ä', 99), out _, out _));
        Assert.False(ResourceId.TryParse("t/" + new string('ä', 100), out _, out _));
    }

    [Fact]
    public void An_id_whose_branch_would_be_over_240_bytes_is_refused()
    {
        Assert.True(ResourceId.TryParse("t/" + new string(' ', 79), out ResourceId? id, out _));
        Assert.Equal(239, id.Branch.Length);
        Assert.False(ResourceId.TryParse("t/" + new string(' ', 80), out _, out string rule));
        Assert.Contains("240", rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_and_shard_come_from_the_first_bits_of_the_hash()
    {
        ResourceId id = Some.Id("site/logo.png");

        Assert.Equal(System.Security.Cryptography.SHA256.HashData("site/logo.png"u8)[..16], id.Key);
        Assert.Equal(((id.Key[0] << 8) | id.Key[1]) >> 1, id.Shard);
        Assert.Equal(id.Shard >> 7, id.Group);
        Assert.Equal(Some.Id("site/logo.png"), id);
        Assert.NotEqual(Some.Id("site/logo.PNG"), id);
    }

    [Theory]
    [InlineData("site/logo.png", "r/site%2Flogo.png")]
    [InlineData(".a", "r/%2Ea")]
    [InlineData("a..b", "r/a.%2Eb")]
    [InlineData("a.lock", "r/a%2Elock")]
    [InlineData("a.", "r/a%2E")]
    [InlineData("50% off", "r/50%25%20off")]
    [InlineData("x@{1}@y", "r/x%40{1}@y")]
    [InlineData("größe/図", "r/größe%2F図")]
    [InlineData("~^:?*[\\", "r/%7E%5E%3A%3F%2A%5B%5C")]
    public void A_branch_is_flat_readable_and_leads_back_to_its_id(string path, string branch)
    {
        ResourceId id = Some.Id("t/" + path);

        Assert.Equal(branch, id.Branch);
        Assert.True(ResourceId.TryFromBranch("t", branch, out ResourceId? back));
        Assert.Equal(id, back);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("r/")]
    [InlineData("r/a/b")]
    [InlineData("r/%61")]
    [InlineData("r/a%2fb")]
    [InlineData("r/a%2")]
    [InlineData("r/%C3%A4")]
    [InlineData("conflict/r/a")]
    public void A_branch_in_any_other_spelling_has_no_id(string branch) => Assert.False(ResourceId.TryFromBranch("t", branch, out _));

    [Fact]
    public async Task Git_takes_every_branch_name()
    {
        HashSet<string> refs = [];
        for (char c = ' '; c < 0x17F; c++)
        {
            foreach (string path in (string[])[$"{c}", $"a{c}", $"{c}a", $"a{c}b", $"a{c}{c}", $"a.lock{c}", $"a{c}.lock", $"@{c}", $"{c}@{{", $"{c}.x"])
            {
                if (ResourceId.TryParse("t/" + path, out ResourceId? id, out _))
                {
                    refs.Add($"create refs/heads/{id.Branch} {new string('1', 40)}");
                    Assert.True(ResourceId.TryFromBranch("t", id.Branch, out ResourceId? back) && back == id);
                }
            }
        }

        // update-ref checks each name before it looks for the object: the first complaint must be about the object.
        using TempFolder folder = new();
        foreach (string[] batch in refs.Chunk(400))
        {
            string complaint = await Git(folder.Path, "check", batch);
            Assert.DoesNotContain("invalid ref format", complaint, StringComparison.Ordinal);
            Assert.Contains("nonexistent object", complaint, StringComparison.Ordinal);
        }

        Assert.True(refs.Count > 2500);
    }

    private static async Task<string> Git(string folder, string name, string[] creates)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using Process init = Process.Start("git", ["init", "-q", "--bare", Path.Combine(folder, name)]);
        await init.WaitForExitAsync(cancel);
        ProcessStartInfo start = new("git", ["-C", Path.Combine(folder, name), "update-ref", "--stdin"])
        {
            RedirectStandardInput = true, RedirectStandardError = true,
        };
        using Process update = Process.Start(start)!;
        foreach (string create in creates)
        {
            await update.StandardInput.WriteLineAsync(create.AsMemory(), cancel);
        }

        update.StandardInput.Close();
        return await update.StandardError.ReadToEndAsync(cancel);
    }
}
