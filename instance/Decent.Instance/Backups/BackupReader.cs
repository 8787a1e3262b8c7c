using System.Buffers;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Decent.Instance.Backups;

/// <summary>Reads a backup from its first byte to its last, and believes it only when every member has the hash that stands at its end.</summary>
internal sealed class BackupReader
{
    private const int BufferBytes = 1 << 20;

    private readonly Dictionary<string, string> _sums = new(StringComparer.Ordinal);
    private readonly TarReader _tar;
    private readonly Func<string, Stream> _create;
    private readonly Action<long> _progress;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);

    private long _bytes;

    private BackupReader(TarReader tar, Func<string, Stream> create, Action<long> progress) => (_tar, _create, _progress) = (tar, create, progress);

    /// <summary>Reads all of a backup.</summary>
    /// <param name="file">The backup; need not be seekable.</param>
    /// <param name="create">Where a member's bytes go, by its name; <see cref="Stream.Null"/> to verify only. Disposed of here.</param>
    /// <param name="progress">Receives how many bytes of content were read so far.</param>
    /// <returns>Whose backup it is, and its members.</returns>
    /// <exception cref="BackupDamagedException">It is no whole backup: nothing that was written may be used.</exception>
    public static async Task<(BackupAbout About, IReadOnlyCollection<string> Members)> ReadAsync(
        Stream file, Func<string, Stream> create, Action<long> progress, CancellationToken ct)
    {
        await using var tar = new TarReader(file, leaveOpen: true);
        var reader = new BackupReader(tar, create, progress);
        try
        {
            var about = await reader.AboutAsync(ct);
            while (await reader.NextAsync(ct) is { } entry)
            {
                if (entry.Name == BackupFormat.Sums)
                {
                    await reader.CompareAsync(entry, ct);
                    return (about, reader._sums.Keys);
                }
                await reader.TakeAsync(entry, ct);
            }
            throw new BackupDamagedException("The file ends before the hashes that close a backup: it was cut short.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(reader._buffer);
        }
    }

    private async Task<BackupAbout> AboutAsync(CancellationToken ct)
    {
        var first = await NextAsync(ct);
        if (first?.Name != BackupFormat.About)
            throw new BackupDamagedException("This is no backup of decent-instance: it does not begin as one.");
        var bytes = await BytesAsync(first, BackupFormat.AboutBytesMax, ct);
        _sums[first.Name] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            var about = JsonSerializer.Deserialize(bytes, BackupJson.Default.BackupAbout);
            return about?.Format == BackupFormat.Version
                ? about
                : throw new BackupDamagedException(
                    $"The backup has format {about?.Format}, and this version reads {BackupFormat.Version}. Use the version that wrote it.");
        }
        catch (JsonException e)
        {
            throw new BackupDamagedException("The backup's first member is damaged.", e);
        }
    }

    private async Task TakeAsync(TarEntry entry, CancellationToken ct)
    {
        if (!BackupFormat.IsName(entry.Name) || _sums.ContainsKey(entry.Name) || _sums.Count >= BackupFormat.MembersMax)
            throw new BackupDamagedException("The file has a member that no backup has.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var to = _create(entry.Name))
        {
            for (int n; (n = await ReadAsync(entry, ct)) > 0;)
            {
                hash.AppendData(_buffer, 0, n);
                await to.WriteAsync(_buffer.AsMemory(0, n), ct);
                _progress(_bytes += n);
            }
        }
        _sums[entry.Name] = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task CompareAsync(TarEntry entry, CancellationToken ct)
    {
        var expected = new StringBuilder();
        foreach (var (name, sum) in _sums)
            expected.Append(sum).Append("  ").Append(name).Append('\n');
        var found = await BytesAsync(entry, BackupFormat.SumsBytesMax, ct);
        // Members stand in the order of their hashes, so that both are the same bytes or the backup is not whole.
        if (!found.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(expected.ToString())))
            throw new BackupDamagedException(
                $"{Differing(Encoding.UTF8.GetString(found))} does not have the hash that the backup's end names: the file is damaged.");
    }

    private string Differing(string found)
    {
        var lines = found.Split('\n');
        return _sums.Select((pair, at) => (pair.Key, IsSame: at < lines.Length && lines[at] == $"{pair.Value}  {pair.Key}"))
            .FirstOrDefault(p => !p.IsSame).Key ?? "A member that is missing";
    }

    private async Task<byte[]> BytesAsync(TarEntry entry, int most, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        for (int n; (n = await ReadAsync(entry, ct)) > 0;)
        {
            bytes.Write(_buffer, 0, n);
            if (bytes.Length > most)
                throw new BackupDamagedException($"The member {entry.Name} is too large for what it is.");
        }
        return bytes.ToArray();
    }

    private Task<int> ReadAsync(TarEntry entry, CancellationToken ct) => Told(async () =>
        entry.DataStream is { } content ? await content.ReadAsync(_buffer.AsMemory(0, BufferBytes), ct) : 0);

    private async Task<TarEntry?> NextAsync(CancellationToken ct)
    {
        var entry = await Told(async () => await _tar.GetNextEntryAsync(copyData: false, ct));
        return entry is null or { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile }
            ? entry
            : throw new BackupDamagedException("The file has a member that no backup has.");
    }

    /// <summary>Whatever the reader of tars throws at bytes that are none is one thing to us.</summary>
    private static async Task<T> Told<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new BackupDamagedException($"The file is cut short or damaged ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
