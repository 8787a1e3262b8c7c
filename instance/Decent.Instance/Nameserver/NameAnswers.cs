using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Decent.Instance.Nameserver;

/// <summary>What the answers of the nameserver have in common: JSON, a tag to ask again with, errors as a sentence.</summary>
internal static class NameAnswers
{
    /// <summary>Answers 304 when the caller has this state already.</summary>
    /// <param name="context">The request; its answer gets the tag.</param>
    /// <param name="tag">What the state is called, without quotes.</param>
    /// <param name="isWeak">The body may have other bytes for the same state.</param>
    public static bool IsKnown(HttpContext context, string tag, bool isWeak = false)
    {
        var entity = new EntityTagHeaderValue($"\"{tag}\"", isWeak);
        context.Response.Headers.ETag = entity.ToString();
        context.Response.Headers.CacheControl = "no-cache";
        if (!EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known)
            || !known.Any(k => k == EntityTagHeaderValue.Any || k.Compare(entity, useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Answers an error: <c>{"status", "error"}</c>.</summary>
    public static Task ProblemAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, $$"""{"status":{{status}},"error":"{{JsonEncodedText.Encode(message)}}"}""");
    }

    /// <summary>Answers JSON, to HEAD its length alone.</summary>
    public static Task WriteAsync(HttpContext context, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
