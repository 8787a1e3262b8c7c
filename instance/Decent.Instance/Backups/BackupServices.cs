using Decent.Hosting.Control;

namespace Decent.Instance.Backups;

/// <summary>Composition of backups.</summary>
public static class BackupServices
{
    /// <summary>Adds what gives backups, and the memory of the newest one.</summary>
    public static IServiceCollection AddBackups(this IServiceCollection services) => services
        .AddSingleton<BackupBook>()
        .AddSingleton<StateSnapshot>()
        .AddSingleton<BackupDesk>()
        .AddSingleton(new ControlRoutes(BackupEndpoints.Map));
}
