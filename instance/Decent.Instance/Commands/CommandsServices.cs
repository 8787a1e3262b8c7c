using Decent.Hosting.Control;

namespace Decent.Instance.Commands;

/// <summary>Composition of commands to nodes.</summary>
public static class CommandsServices
{
    /// <summary>Adds the desk and its route on the control socket.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<SmallBlocks>()
        .AddSingleton<CommandDesk>()
        .AddSingleton(new ControlRoutes(CommandEndpoints.Map));
}
