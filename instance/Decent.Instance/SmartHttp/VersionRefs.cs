using System.Buffers;
using System.Text;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.SmartHttp;

/// <summary>
/// Answers <c>ls-refs</c> of a tenant's <c>_data.git</c> from the index: without a process, without reading a list of refs, and only with
/// versions that are durable. What the index cannot know is git's to answer.
/// </summary>
public sealed class VersionRefs(VersionIndex index, Replay replay)
{
    private const int PageRows = 500;
    private const int PieceBytes = 32 << 10;
    private const int LineBytesMax = 40 + 12 + 240 + 1;

    /// <summary>Writes the answer, a page at a time, in order of the resources' ids.</summary>
    /// <returns>False when git is to be asked; then nothing was written.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/>, or the reader is gone.</exception>
    internal async Task<bool> TryAnswerAsync(TenantRepository tenant, LsRefs asked, CountingPipe output, CancellationToken ct)
    {
        if (replay.HasForeign(tenant.Tenant) || !OwnRefs.TryRead(tenant.Content.Folder, out var head) || !KnowsAll(tenant.Tenant, asked))
            return false;
        var page = new ArrayBufferWriter<byte>();
        if (asked is { Symrefs: true, Unborn: true } && asked.Matches("HEAD"u8))
            PktLine.Write(page, $"unborn HEAD symref-target:{head}\n");
        foreach (var branches in RefPrefixes.OfBranches(asked.Prefixes))
            await WriteAsync(tenant.Tenant, branches, page, output, ct);
        PktLine.Flush(page);
        await output.WriteAsync(page.WrittenMemory, ct);
        return true;
    }

    /// <summary>Whether there is such a resource.</summary>
    public bool Has(ResourceId id) => index.Find(id) is not null;

    /// <summary>Writes the answer for a repository that has one branch and HEAD on it; nothing for a resource that is not there.</summary>
    internal async Task AnswerAsync(ResourceId id, LsRefs asked, CountingPipe output, CancellationToken ct)
    {
        var page = new ArrayBufferWriter<byte>();
        if (index.Find(id) is { } newest)
        {
            var (commit, name) = (Convert.ToHexStringLower(newest.Head.Commit), $"refs/heads/{id.Branch}");
            if (asked.Matches("HEAD"u8))
                PktLine.Write(page, $"{commit} HEAD{(asked.Symrefs ? $" symref-target:{name}" : "")}\n");
            if (asked.Matches(Encoding.UTF8.GetBytes(name)))
                PktLine.Write(page, $"{commit} {name}\n");
        }
        PktLine.Flush(page);
        await output.WriteAsync(page.WrittenMemory, ct);
    }

    /// <summary>Whether there are more versions in <c>_data.git</c> than this, as far as the index knows.</summary>
    public bool HasMoreThan(string tenant, int count) => index.HasMoreThan(tenant, count);

    /// <summary>Whether each name that is asked for is a resource's: others may be branches that somebody made by hand.</summary>
    private bool KnowsAll(string tenant, LsRefs asked) => asked.Prefixes
        .Where(prefix => prefix.Length > RefPrefixes.Versions.Length && prefix.AsSpan().StartsWith(RefPrefixes.Versions))
        .Select(prefix => Encoding.UTF8.GetString(prefix)["refs/heads/".Length..])
        .All(branch => ResourceId.TryFromBranch(tenant, branch, out var id) && index.Find(id) is not null);

    private async Task WriteAsync(string tenant, byte[] branches, ArrayBufferWriter<byte> page, CountingPipe output, CancellationToken ct)
    {
        if (RefPrefixes.PathPrefix(branches) is not { } paths)
            return;
        for (string? after = null; ;)
        {
            var rows = index.Page(tenant, paths, after, PageRows);
            foreach (var (id, commit) in rows)
                Write(page, ResourceId.BranchOf(id[(tenant.Length + 1)..]), commit, branches);
            if (page.WrittenCount >= PieceBytes)
            {
                // Piece by piece and not line by line: a write to a response costs more than all else of a line.
                await output.WriteAsync(page.WrittenMemory, ct);
                page.ResetWrittenCount();
            }
            if (rows.Count < PageRows)
                return;
            after = rows[^1].Id;
        }
    }

    private static void Write(ArrayBufferWriter<byte> page, string branch, byte[] commit, ReadOnlySpan<byte> wanted)
    {
        Span<byte> line = stackalloc byte[LineBytesMax];
        Convert.TryToHexStringLower(commit, line, out var length);
        " refs/heads/"u8.CopyTo(line[length..]);
        length += 12;
        var name = line[length..(length + Encoding.UTF8.GetBytes(branch, line[length..]))];
        if (!name["r/".Length..].StartsWith(wanted))
            return;
        line[length + name.Length] = (byte)'\n';
        PktLine.Write(page, line[..(length + name.Length + 1)]);
    }
}
