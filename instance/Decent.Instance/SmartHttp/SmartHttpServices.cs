namespace Decent.Instance.SmartHttp;

/// <summary>Composition of git over HTTP.</summary>
public static class SmartHttpServices
{
    /// <summary>Adds the read side of git.</summary>
    public static IServiceCollection AddSmartHttp(this IServiceCollection services, SmartHttpOptions options) => services
        .AddSingleton(options)
        .AddSingleton<VersionRefs>()
        .AddSingleton<UploadPack>()
        .AddSingleton(s => new BodyFolder(s.GetRequiredService<InstanceOptions>().State))
        .AddSingleton<SmartHttpDesk>()
        .AddSingleton<SmartHttpEndpoints>();
}
