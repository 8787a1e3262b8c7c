using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Decent.Instance.Backups;

namespace Decent.Instance.Tests.Backups;

/// <summary>Backups that nobody writes, and what is in those that somebody does.</summary>
internal static class Tars
{
    public const string AboutText = """{"format":1,"instance":"test-instance","version":"0.1.0","time":"2026-03-14T15:09:26+00:00"}""";

    public static BackupMember About(string text = AboutText) => Member(BackupFormat.About, text);

    public static BackupMember Member(string name, string text) => new(name, new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public static async IAsyncEnumerable<BackupMember> Members(IEnumerable<BackupMember> members)
    {
        foreach (var member in members)
            yield return member;
        await Task.CompletedTask;
    }

    /// <summary>A tar with these entries and right hashes of them at its end.</summary>
    public static byte[] Sealed(params TarEntry[] entries)
    {
        var sums = new StringBuilder();
        foreach (var entry in entries)
        {
            sums.Append(Convert.ToHexStringLower(SHA256.HashData(entry.DataStream ?? Stream.Null))).Append("  ").Append(entry.Name).Append('\n');
            if (entry.DataStream is not null)
                entry.DataStream.Position = 0;
        }
        return Plain([.. entries, Entry(BackupFormat.Sums, sums.ToString())]);
    }

    public static byte[] Plain(params TarEntry[] entries)
    {
        var file = new MemoryStream();
        using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        return file.ToArray();
    }

    public static PaxTarEntry Entry(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    /// <summary>What a backup has, member by member; null when it is refused.</summary>
    public static async Task<SortedDictionary<string, string>?> ReadAsync(byte[] file)
    {
        var members = new Dictionary<string, MemoryStream>();
        try
        {
            await BackupReader.ReadAsync(new MemoryStream(file), name => members[name] = new MemoryStream(), _ => { }, Some.Ct);
            return new(members.ToDictionary(m => m.Key, m => Convert.ToHexString(m.Value.ToArray())), StringComparer.Ordinal);
        }
        catch (BackupDamagedException)
        {
            return null;
        }
    }

    public static async Task ShellAsync(string script, string folder)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-ec", script]) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var error = await shell.StandardError.ReadToEndAsync(Some.Ct);
        await shell.WaitForExitAsync(Some.Ct);
        Assert.Equal((0, ""), (shell.ExitCode, error));
    }
}
