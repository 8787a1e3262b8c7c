using System.Security.Cryptography;
using Decent.Bench.Measuring;
using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Publishing;

/// <summary>What a thousand publications add to <c>_info</c> once it was tidied.</summary>
public sealed class MetadataBench(Report report, Scratch scratch)
{
    private const int Publications = 1000;

    /// <summary>Over as many resources as publications, over a tenth, and over new ones; one or twenty to a commit.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        report.Say($"metadata: {Publications} publications told of in _info");
        foreach (int perCommit in (int[])[1, 20])
        {
            await AddAsync("of 1,000 resources", 1000, 1000, perCommit, ct);
            await AddAsync("of 100 resources", 100, 100, perCommit, ct);
            await AddAsync("of 1,000 new resources beside 1,000", 1000, 2000, perCommit, ct);
        }
    }

    private async Task AddAsync(string what, int before, int resources, int perCommit, CancellationToken ct)
    {
        using Scratch own = new(scratch.Root);
        GitExecutable git = new(new GitOptions(), TimeProvider.System, NullLogger<GitExecutable>.Instance);
        TenantRepositories repositories = new(
            own.Path("tenants"), git, new RepositoryTemplate("bench", TimeProvider.System, NullLogger<RepositoryTemplate>.Instance));
        using VersionIndex index = VersionIndex.Open(own.Root, NullLogger<VersionIndex>.Instance);
        using InfoWriter writer = new(repositories, index, () => [], "bench", TimeProvider.System, NullLogger<InfoWriter>.Instance);
        string repository = (await repositories.OpenAsync("home", ct)).Metadata.Folder;
        await TellAsync(Enumerable.Range(0, before), before);
        await writer.TidyAsync("home", ct);
        long size = SizeOf(repository);
        await TellAsync(Enumerable.Range(before, Publications), perCommit);
        await writer.TidyAsync("home", ct);
        report.Add(new Figure("publish", $"_info: {Publications} publications {what}, {perCommit} to a commit",
            PublishBench.Text($"{(SizeOf(repository) - size) / 1e6:0.000} MB more"), "the same before", PublishBench.Text($"{size / 1e6:0.000} MB"), ""));

        async Task TellAsync(IEnumerable<int> publications, int together)
        {
            foreach (int[] batch in publications.Chunk(together))
            {
                index.Put(batch.Select(i => new IndexEntry(Version(i, resources), VersionBlocks.None)), []);
                await writer.FlushAsync(ct);
            }
        }
    }

    private static ResourceVersion Version(int publication, int resources)
    {
        int count = (publication / resources) + 1;
        string text = $"home/each/{publication % resources % 100:D3}/{publication % resources:D7}.bin";
        if (!ResourceId.TryParse(text, out ResourceId? id, out string rule))
        {
            throw new InvalidOperationException(rule);
        }

        return new ResourceVersion(new Head
        {
            Id = id,
            Label = $"20260314-{count}-bench-instance",
            Commit = RandomNumberGenerator.GetBytes(20),
            Root = Cid.Raw(RandomNumberGenerator.GetBytes(32)),
            Size = RandomNumberGenerator.GetInt32(1_000_000),
            Count = count,
            Time = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero).AddMilliseconds(publication * 977L),
            IsFolder = false,
        }, publication + 1, "bench-instance");
    }

    private static long SizeOf(string repository) =>
        new DirectoryInfo(repository).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
