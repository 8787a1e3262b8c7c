using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Decent.Hosting.Gateway;

/// <summary>The conditions of a GET or HEAD, in the order of RFC 9110, 13.2.2. A date that cannot be read is no condition.</summary>
internal static class Preconditions
{
    /// <summary>304 or 412 when that is the answer; null when the content is.</summary>
    /// <param name="tag">The strong tag with its quotes.</param>
    /// <param name="modified">When the content was published, or null when it has no such time: then dates are no conditions.</param>
    public static int? Status(HttpRequest request, string tag, DateTimeOffset? modified)
    {
        IHeaderDictionary headers = request.Headers;
        if (headers.IfMatch.Count + headers.IfNoneMatch.Count + headers.IfModifiedSince.Count + headers.IfUnmodifiedSince.Count == 0)
        {
            return null;
        }

        RequestHeaders typed = request.GetTypedHeaders();
        bool mustFail = headers.IfMatch.Count > 0
            ? !Names(typed.IfMatch, tag, strong: true)
            : modified is not null && typed.IfUnmodifiedSince is { } until && Seconds(modified.Value) > Seconds(until);
        if (mustFail)
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        bool isKnown = headers.IfNoneMatch.Count > 0
            ? Names(typed.IfNoneMatch, tag, strong: false)
            : modified is not null && typed.IfModifiedSince is { } since && Seconds(modified.Value) <= Seconds(since);
        return isKnown ? StatusCodes.Status304NotModified : null;
    }

    private static bool Names(IList<EntityTagHeaderValue> asked, string tag, bool strong)
    {
        EntityTagHeaderValue own = new(tag);
        return asked.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(own, strong));
    }

    private static long Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();
}
