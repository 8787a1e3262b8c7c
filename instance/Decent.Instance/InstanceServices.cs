using Decent.Content;
using Decent.Instance.Backups;
using Decent.Instance.Accounts;
using Decent.Instance.Control;
using Decent.Instance.Bootstrap;
using Decent.Instance.Broker;
using Decent.Instance.Checking;
using Decent.Instance.Commands;
using Decent.Instance.Enrolment;
using Decent.Instance.Gateway;
using Decent.Instance.Git;
using Decent.Instance.History;
using Decent.Instance.HomeAssistant;
using Decent.Instance.Index;
using Decent.Instance.Keys;
using Decent.Instance.Monitoring;
using Decent.Instance.Nameserver;
using Decent.Instance.Nodes;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;
using Decent.Instance.Runs;
using Decent.Instance.SmartHttp;
using Decent.Instance.Watching;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Decent.Instance;

/// <summary>Everything of an instance but its servers: one line per feature folder.</summary>
public static class InstanceServices
{
    /// <summary>Adds the features. A clock, relay or probe that was registered before is kept.</summary>
    public static IServiceCollection AddInstance(this IServiceCollection services, InstanceOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(options)
            .AddSingleton<InstanceIdentity>()
            .AddSingleton(s => ContentStore.Open(
                new ContentStoreOptions { Folder = Path.Combine(options.State, "content"), BytesMax = options.ContentBytesMax },
                s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ContentStore>>()))
            .AddBroker()
            .AddGit(options.Git)
            .AddIndex()
            .AddKeys()
            .AddNameserver()
            .AddRelay(options)
            .AddPublishing(options.Publishing)
            .AddHistory()
            .AddChecking()
            .AddEnrolment(options.Enrolment)
            .AddAccounts()
            .AddRuns(options.Runs)
            .AddNodes(options)
            .AddCommands()
            .AddHomeAssistant(options)
            .AddBootstrap()
            .AddGateway()
            .AddMonitoring()
            .AddWatching()
            .AddSmartHttp(options.SmartHttp)
            .AddBackups()
            .AddControl();
    }

    /// <summary>Brings index, ledger and content store in step with git; to be awaited before anything is answered.</summary>
    /// <returns>Resources whose acknowledged version is lost.</returns>
    /// <exception cref="GitException">Git is not installed, or cannot read a repository.</exception>
    public static async Task<int> ReplayAsync(this IServiceProvider services, CancellationToken ct)
    {
        var git = services.GetRequiredService<GitExecutable>();
        await git.RunAsync(new GitCommand { Arguments = ["version"], Budget = git.Options.CommandBudget }, ct);
        await git.EndOrphansAsync(ct);
        var publisher = services.GetRequiredService<Publisher>();
        var tenants = services.GetRequiredService<TenantRepositories>().Tenants().Union(services.GetRequiredService<Ledger>().Tenants());
        var lost = 0;
        foreach (var tenant in tenants.ToList())
            lost += await publisher.ReplayAsync(tenant, ct);
        services.GetRequiredService<InfoWriter>().Mark();
        return lost;
    }
}
