using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Decent.Hosting.Gateway;

/// <summary>An error as JSON: {"error": "a sentence"}.</summary>
public static class Problem
{
    public static async Task WriteAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
