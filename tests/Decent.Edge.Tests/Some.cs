using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Decent.Content;

namespace Decent.Edge.Tests;

/// <summary>Test data that follows from its arguments alone.</summary>
internal static class Some
{
    /// <summary>What an instance lets nodes do, and a user that may do everything.</summary>
    public const string Acl = """
        user full
        topic readwrite decent/#
        pattern write decent/1/+/%u/up/#
        pattern read decent/1/+/%u/up/s
        pattern read decent/1/all/#
        pattern read decent/1/full/+/s

        """;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Daemons in this process log nothing: tests read answers, not logs.</summary>
    [ModuleInitializer]
    internal static void Quiet() => Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "None");

    /// <summary>Bytes that do not repeat: AES of a counter under the seed.</summary>
    public static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        using Aes aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.ASCII.GetBytes($"{seed}"));
        aes.EncryptCbc(new byte[(length | 15) + 1], new byte[16], PaddingMode.None).AsSpan(0, length).CopyTo(bytes);
        return bytes;
    }

    public static ResourceId Id(string text) => ResourceId.TryParse(text, out ResourceId? id, out string rule) ? id : throw new ArgumentException(rule);

    public static Head Head(string id, long count, Cid root = default, long size = 5, bool isFolder = false) => new()
    {
        Id = Id(id),
        Label = $"20260102-{count}-here",
        Commit = SHA256.HashData(Encoding.UTF8.GetBytes(id + count))[..20],
        Root = root.IsDefault ? Cid.Raw(SHA256.HashData(Encoding.UTF8.GetBytes(id))) : root,
        Size = size,
        Count = count,
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        IsFolder = isFolder,
    };

    /// <summary>Looks until it is so: for what nobody tells of. Whether it is in the end.</summary>
    public static async Task<bool> EventuallyAsync(Func<bool> condition)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        long start = TimeProvider.System.GetTimestamp();
        while (!condition() && TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return condition();
    }

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience, TimeProvider.System);

    public static Task Soon(this Task task) => task.WaitAsync(Patience, TimeProvider.System);
}
