using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Enrolment;

/// <summary>Composition of the enrolment of nodes.</summary>
public static class EnrolmentServices
{
    /// <summary>Adds the registry and its routes on the control socket.</summary>
    public static IServiceCollection AddEnrolment(this IServiceCollection services, EnrolmentOptions options) => services
        .AddSingleton(options)
        .AddSingleton<NodeRegistry>()
        .AddSingleton(new ControlRoutes(EnrolmentEndpoints.Map));
}
