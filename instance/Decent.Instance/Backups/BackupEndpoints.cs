using System.Text.Json;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Backups;

/// <summary>Backups on the control socket: the command line writes the file, so that it may lie where the daemon itself may not write.</summary>
internal static class BackupEndpoints
{
    /// <summary>Header: milliseconds since 1970 at which the backup was begun.</summary>
    public const string TimeHeader = "Decent-Backup-Time";

    /// <summary>Header: about how many bytes come.</summary>
    public const string BytesHeader = "Decent-Backup-Bytes";

    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var desk = services.GetRequiredService<BackupDesk>();
        desk.Sweep();
        routes.MapGet("/backup", (HttpContext context) => SendAsync(context, desk));
        routes.MapPost("/backup/kept", (HttpRequest request, CancellationToken ct) => KeepAsync(request, desk, ct));
    }

    private static async Task SendAsync(HttpContext context, BackupDesk desk)
    {
        if (!desk.TryBegin(out var run))
        {
            var problem = new ControlProblem { Message = "Another backup is under way. Wait until it is done and call again." };
            await Results.Json(problem, ControlJson.Default.ControlProblem, statusCode: StatusCodes.Status409Conflict).ExecuteAsync(context);
            return;
        }
        context.Response.ContentType = "application/x-tar";
        context.Response.Headers[TimeHeader] = run.Time.ToUnixTimeMilliseconds().ToString();
        context.Response.Headers[BytesHeader] = run.Bytes.ToString();
        if (!await desk.WriteAsync(run, context.Response.Body, context.RequestAborted))
            context.Abort();
    }

    private static async Task<IResult> KeepAsync(HttpRequest request, BackupDesk desk, CancellationToken ct)
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(request.Body, ControlJson.Default.BackupRecord, ct) is { } backup)
            {
                desk.Keep(backup);
                return Results.Json(backup, ControlJson.Default.BackupRecord);
            }
        }
        catch (JsonException)
        {
            // Not one of our requests.
        }
        return Results.BadRequest();
    }
}
