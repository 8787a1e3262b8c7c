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
        .AddSingleton<GitExecutable>()
        .AddSingleton(s => new RepositoryTemplate(
            s.GetRequiredService<InstanceIdentity>().Id, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RepositoryTemplate>>()))
        .AddSingleton(s => new TenantRepositories(
            Path.Combine(s.GetRequiredService<InstanceOptions>().State, "tenants"),
            s.GetRequiredService<GitExecutable>(), s.GetRequiredService<RepositoryTemplate>()))
        .AddSingleton<ResourceWriter>()
        .AddSingleton(Info)
        .AddHostedService(s => s.GetRequiredService<InfoWriter>());

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
