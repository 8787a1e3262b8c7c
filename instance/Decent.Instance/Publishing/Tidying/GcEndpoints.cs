using System.Threading.Channels;
using Decent.Instance.Control;
using Decent.Instance.Git;

namespace Decent.Instance.Publishing.Tidying;

/// <summary><c>POST /gc</c> on the control socket.</summary>
internal static class GcEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var tidier = services.GetRequiredService<Tidier>();
        var repositories = services.GetRequiredService<TenantRepositories>();
        var time = services.GetRequiredService<TimeProvider>();
        routes.MapPost("/gc", (HttpContext context) => RunAsync(context, tidier, repositories, time));
    }

    private static async Task RunAsync(HttpContext context, Tidier tidier, TenantRepositories repositories, TimeProvider time)
    {
        if (await LineAnswer.ReadAsync(context, ControlJson.Default.GcRequest) is not { } request)
            return;
        await LineAnswer.RunAsync(context, ControlJson.Default.GcLine, async (lines, ct) =>
        {
            var began = time.GetTimestamp();
            await TidyAsync(tidier, repositories.Tenants(), request, lines, ct);
            return new GcLine { ElapsedMs = (long)time.GetElapsedTime(began).TotalMilliseconds };
        }, e => new GcLine { Problem = e });
    }

    private static async Task TidyAsync(Tidier tidier, IReadOnlyList<string> tenants, GcRequest request, ChannelWriter<GcLine> lines, CancellationToken ct)
    {
        var age = TimeSpan.FromHours(Math.Clamp(request.OlderThanHours, 0, GcRules.HoursMax));
        foreach (var tenant in tenants.Order(StringComparer.Ordinal))
        {
            lines.TryWrite(new GcLine { Begins = tenant });
            await lines.WriteAsync(new GcLine { Done = await tidier.RunAsync(tenant, age, request.DryRun, ct) }, ct);
        }
    }
}
