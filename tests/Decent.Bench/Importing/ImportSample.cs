using System.Security.Cryptography;
using Decent.Content;
using Decent.Content.Import;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace Decent.Bench.Importing;

/// <summary>What the import benchmark runs in a process of its own; every way reads the same file in pieces of the same size.</summary>
public static class ImportSample
{
    private const int PieceBytes = 128 * 1024;

    /// <summary>Digest, CID or count of bytes, so that equal work can be told from unequal.</summary>
    public static async Task<string> RunAsync(string way, string source, string target, CancellationToken ct) => way switch
    {
        "idle" => "",
        "raw" => Raw(source),
        "cid" => await CidAsync(source, ct),
        "copy" => Copy(source, target),
        "store" => await StoreAsync(source, target, ct),
        "files" => Files(source, target),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "idle, raw, cid, copy, store or files"),
    };

    private static string Raw(string source)
    {
        byte[] buffer = new byte[PieceBytes];
        using SafeFileHandle file = File.OpenHandle(source);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long at = 0;
        for (int read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<string> CidAsync(string source, CancellationToken ct)
    {
        await using FileStream file = new(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return (await FileCid.CopyAsync(file, file.Length, Stream.Null, ct)).ToString();
    }

    /// <summary>The floor of every durable copy: read, write, fsync.</summary>
    private static string Copy(string source, string target)
    {
        byte[] buffer = new byte[PieceBytes];
        using SafeFileHandle from = File.OpenHandle(source);
        using SafeFileHandle to = File.OpenHandle(target, FileMode.Create, FileAccess.Write);
        long at = 0;
        for (int read; (read = RandomAccess.Read(from, buffer, at)) > 0; at += read)
        {
            RandomAccess.Write(to, buffer.AsSpan(0, read), at);
        }

        RandomAccess.FlushToDisk(to);
        return $"{at}";
    }

    private static async Task<string> StoreAsync(string source, string target, CancellationToken ct)
    {
        using ContentStore store = ContentStore.Open(
            new ContentStoreOptions { Folder = target, BytesMax = long.MaxValue }, TimeProvider.System, NullLogger<ContentStore>.Instance);
        return (await store.ImportAsync(source, null, ct)).Root.ToString();
    }

    /// <summary>The floor of a durable folder: each file written under another name, fsynced and renamed.</summary>
    private static string Files(string source, string target)
    {
        Directory.CreateDirectory(target);
        string[] files = Directory.GetFiles(source);
        foreach (string file in files)
        {
            string temporary = Path.Combine(target, "one.tmp");
            Copy(file, temporary);
            File.Move(temporary, Path.Combine(target, Path.GetFileName(file)));
        }

        return $"{files.Length}";
    }
}
