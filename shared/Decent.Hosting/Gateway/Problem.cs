using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Decent.Hosting.Gateway;

/// <summary>An error as JSON: {"error": "a sentence"}. It is of this moment, so no cache keeps it.</summary>
public static class Problem
{
    /// <summary>The Cache-Control of an answer that is of this moment.</summary>
    internal const string KeptNowhere = "no-store";

    public static async Task WriteAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = KeptNowhere;
        await using Utf8JsonWriter json = new(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
