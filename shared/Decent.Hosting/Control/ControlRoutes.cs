namespace Decent.Hosting.Control;

/// <summary>Routes that a feature puts on the control socket; registered once per feature.</summary>
/// <param name="Map">Maps them; the services are the daemon's own.</param>
public sealed record ControlRoutes(Action<IEndpointRouteBuilder, IServiceProvider> Map);
