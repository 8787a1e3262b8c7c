namespace Decent.Instance.Runs;

/// <summary>Composition of the account of runs.</summary>
public static class RunsServices
{
    /// <summary>Adds the book; the feed of nodes writes it.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, RunsOptions options) => services
        .AddSingleton(options)
        .AddSingleton<RunBook>();
}
