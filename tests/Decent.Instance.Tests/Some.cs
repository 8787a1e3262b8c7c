using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests;

/// <summary>Data for tests.</summary>
public static class Some
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static GitExecutable Git(GitOptions? options = null, TimeProvider? time = null) =>
        new(options ?? new GitOptions(), time ?? TimeProvider.System, NullLogger<GitExecutable>.Instance);

    public static ResourceId Id(string text) => ResourceId.TryParse(text, out var id, out var rule) ? id : throw new ArgumentException(rule);

    /// <summary>The same bytes for the same seed: xorshift, so that nothing in them compresses or repeats.</summary>
    public static byte[] Bytes(int length, uint seed = 1)
    {
        var bytes = new byte[length];
        var x = seed * 2654435761u | 1;
        for (var i = 0; i < length; i++)
        {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            bytes[i] = (byte)(x >> 11);
        }
        return bytes;
    }

    public static ResourceVersion Version(string id, long count = 1, bool folder = false) => new(new Head
    {
        Id = Id(id),
        Label = $"20260314-{count}-test-instance",
        Commit = Bytes(20, (uint)count),
        Root = Cid.Raw(Bytes(32, (uint)count + 7)),
        Size = 1234,
        Count = count,
        Time = new DateTimeOffset(2026, 3, 14, 15, 9, 26, 535, TimeSpan.Zero),
        IsFolder = folder,
    }, count + 40, "test-instance");

    /// <summary>Runs stock git and gives what it printed.</summary>
    public static async Task<string> GitAsync(params string[] arguments)
    {
        var text = "";
        await Git().RunAsync(new GitCommand
        {
            Arguments = arguments,
            Budget = TimeSpan.FromSeconds(120),
            Output = async (output, ct) => text = await new StreamReader(output).ReadToEndAsync(ct),
        }, Ct);
        return text;
    }
}
