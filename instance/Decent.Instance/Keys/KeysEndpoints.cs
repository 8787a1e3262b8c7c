using Decent.Content;

namespace Decent.Instance.Keys;

/// <summary>The keys on the control socket; everybody may read them over HTTP too, see <c>Nameserver</c>.</summary>
internal static class KeysEndpoints
{
    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var keys = services.GetRequiredService<InstanceKeys>();
        routes.MapGet("/keys", () => Results.Text(HeadKeyList.ToJson(keys.Links), Json));
        routes.MapPost("/keys/rotate", () =>
        {
            keys.Rotate();
            return Results.Text(HeadKeyList.ToJson(keys.Links), Json);
        });
    }
}
