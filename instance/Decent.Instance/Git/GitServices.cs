using System.Security.Cryptography;
using Decent.Content;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>Composition of the git authority.</summary>
public static class GitServices
{
    /// <summary>Adds the repositories below <c>tenants/</c> of the state folder.</summary>
    public static IServiceCollection AddGit(this IServiceCollection services, GitOptions options) => services
        .AddSingleton(options)
        .AddSingleton(Executable)
        .AddSingleton(s => new RepositoryTemplate(
            s.GetRequiredService<InstanceIdentity>().Id, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RepositoryTemplate>>()))
        .AddSingleton(s => new TenantRepositories(
            Path.Combine(s.GetRequiredService<InstanceOptions>().State, "tenants"),
            s.GetRequiredService<GitExecutable>(), s.GetRequiredService<RepositoryTemplate>()))
        .AddSingleton<ResourceWriter>()
        .AddSingleton(Info)
        .AddHostedService(s => s.GetRequiredService<InfoWriter>());

    // Two daemons may have folders of one name in two containers, and a copy of a folder has its name for an owner: both together are one daemon's.
    private static GitExecutable Executable(IServiceProvider s) =>
        new(s.GetRequiredService<GitOptions>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<GitExecutable>>())
        {
            Owner = s.GetRequiredService<Ledger>().Setting("git-owner", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)))
                + '@' + s.GetRequiredService<InstanceOptions>().State,
        };

    private static InfoWriter Info(IServiceProvider s)
    {
        var nodes = s.GetRequiredService<NodeRegistry>();
        var writer = new InfoWriter(
            s.GetRequiredService<TenantRepositories>(), s.GetRequiredService<VersionIndex>(), () => nodes.Nodes,
            s.GetRequiredService<InstanceIdentity>().Id, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<InfoWriter>>());
        nodes.Changed += writer.Mark;
        return writer;
    }
}
