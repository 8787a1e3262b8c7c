using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Decent.Hosting.Gateway;

/// <summary>Which bytes of a file a request wants: <paramref name="From"/> inclusive, <paramref name="End"/> exclusive.</summary>
internal readonly record struct FileRange(long From, long End, bool IsPart)
{
    /// <summary>
    /// One range of a GET is honoured; several, malformed ones, and one whose If-Range no longer holds are answered with the whole, as RFC 9110 has
    /// it. False when the range lies outside the file.
    /// </summary>
    public static bool TryRead(HttpRequest request, long length, string tag, out FileRange range)
    {
        range = new FileRange(0, length, IsPart: false);
        if (request.Headers.Range.Count == 0 || !HttpMethods.IsGet(request.Method)
            || request.GetTypedHeaders().Range is not { Ranges.Count: 1 } asked || !asked.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || !StillHolds(request, tag))
        {
            return true;
        }

        RangeItemHeaderValue item = asked.Ranges.First();
        long from = item.From ?? Math.Max(0, length - (item.To ?? 0));
        long end = item.From is null || item.To is null || item.To >= length ? length : item.To.Value + 1;
        range = new FileRange(from, end, IsPart: true);
        return from < end;
    }

    /// <summary>A date never holds: versions may follow each other within its second, and the tag is there for this.</summary>
    private static bool StillHolds(HttpRequest request, string tag) =>
        request.Headers.IfRange.Count == 0
        || (request.GetTypedHeaders().IfRange?.EntityTag is { } condition && condition.Compare(new EntityTagHeaderValue(tag), useStrongComparison: true));
}
