using System.Text.Json;
using Decent.Content;

namespace Decent.Instance.Nameserver;

/// <summary>Which version is the newest, of one resource and of many.</summary>
internal static class ResourceEndpoints
{
    /// <summary>Ids in one question.</summary>
    public const int IdsMax = 1000;

    /// <summary>Bytes of one question: the longest ids, each byte escaped where JSON lets it be.</summary>
    public const int BodyBytesMax = 1 << 20;

    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 2 };

    public static Task OneAsync(HttpContext context, string? text, ResourceDesk desk)
    {
        if (!ResourceId.TryParse(text, out var id, out var rule))
            return NameAnswers.ProblemAsync(context, StatusCodes.Status400BadRequest, rule);
        var (head, shard) = desk.Find(id);
        ResourceDesk.Tell(context.Response.Headers, head, shard);
        context.Response.Headers.CacheControl = "no-cache";
        if (head is null)
            return NameAnswers.ProblemAsync(context, StatusCodes.Status404NotFound, $"There is no resource {id.Text} here.");
        // Weak: signature and shard may have moved on under the same version.
        return NameAnswers.IsKnown(context, Convert.ToHexStringLower(head.Commit), isWeak: true)
            ? Task.CompletedTask
            : NameAnswers.WriteAsync(context, ResourceDesk.Json(head, shard));
    }

    public static async Task ManyAsync(HttpContext context, ResourceDesk desk)
    {
        using var ids = await ReadAsync(context);
        if (ids is null)
            return;
        context.Response.Headers.CacheControl = "no-cache";
        await NameAnswers.WriteAsync(context, $"[{string.Join(',', ids.RootElement.EnumerateArray().Select(id => desk.Json(Text(id))))}]");
    }

    /// <summary>The ids asked for; null when the answer is given already.</summary>
    private static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        var (status, sentence) = (StatusCodes.Status400BadRequest, $"Ask with a JSON array of at most {IdsMax} ids.");
        try
        {
            if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = BodyBytesMax;
            var ids = await JsonDocument.ParseAsync(context.Request.Body, Flat, context.RequestAborted);
            if (ids.RootElement.ValueKind == JsonValueKind.Array && ids.RootElement.GetArrayLength() <= IdsMax)
                return ids;
            ids.Dispose();
        }
        catch (JsonException)
        {
            // Not one of our questions: the sentence says what is.
        }
        catch (BadHttpRequestException e)
        {
            (status, sentence) = (e.StatusCode, $"A question has at most {BodyBytesMax} bytes, in time: {e.Message}");
        }
        await NameAnswers.ProblemAsync(context, status, sentence);
        return null;
    }

    /// <summary>Null, which is no id, for what is no text.</summary>
    private static string? Text(JsonElement id)
    {
        try
        {
            return id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON that no text stands for.
            return null;
        }
    }
}
