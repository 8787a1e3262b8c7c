using System.Net;
using Decent.Content;
using Decent.Hosting.Gateway;

namespace Decent.Edge.Fetching.Sharing;

/// <summary>Where edges that fetch the same large file tell each other how far they are: PROTOCOL.md, "Sharing a fetch".</summary>
public sealed class SharingEndpoints(SharingDesk desk)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/sharing/{cid}", (HttpContext context, string cid) => ExchangeAsync(context, cid));

    private async Task ExchangeAsync(HttpContext context, string text)
    {
        if (!Cid.TryParse(text, out Cid file) || await ReadAsync(context.Request) is not { } told)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Send the CID of a file and a state as PROTOCOL.md has it.");
            return;
        }

        if (!desk.Hear(file, told))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"{text} has another number of leaves.");
        }
        else if (desk.Tell(file, told) is { } own)
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(own.ToJson(), context.RequestAborted);
        }
        else
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"This edge neither has nor fetches {text}.");
        }
    }

    private static async Task<SharingState?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is not (> 0 and <= SharingState.JsonBytesMax and var length))
        {
            return null;
        }

        byte[] body = new byte[length];
        try
        {
            await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
        }
        catch (Exception error) when (error is IOException or BadHttpRequestException)
        {
            return null; // It ended early: no state.
        }

        return SharingState.TryParse(body, out SharingState? state) ? state : null;
    }
}
