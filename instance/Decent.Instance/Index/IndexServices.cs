using Decent.Instance.Git;

namespace Decent.Instance.Index;

/// <summary>Composition of index and ledger.</summary>
public static class IndexServices
{
    /// <summary>Adds both databases of the state folder and what keeps them in step with git.</summary>
    public static IServiceCollection AddIndex(this IServiceCollection services) => services
        .AddSingleton(s => VersionIndex.Open(s.GetRequiredService<InstanceOptions>().State, s.GetRequiredService<ILogger<VersionIndex>>()))
        .AddSingleton(s => Ledger.Open(s.GetRequiredService<InstanceOptions>().State))
        .AddSingleton<Replay>()
        .AddSingleton(Reindex);

    private static Reindex Reindex(IServiceProvider services)
    {
        var reindex = ActivatorUtilities.CreateInstance<Reindex>(services);
        // What _info was told of is known to the old index alone.
        reindex.Done += services.GetRequiredService<InfoWriter>().Mark;
        return reindex;
    }
}
