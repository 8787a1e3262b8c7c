using Microsoft.AspNetCore.StaticFiles;

namespace Decent.Hosting.Gateway;

/// <summary>Media types by file name; unknown ones are bytes, which no browser runs.</summary>
internal static class ContentTypes
{
    private static readonly FileExtensionContentTypeProvider Known = new();

    public static string Of(string? fileName) =>
        fileName is not null && Known.TryGetContentType(fileName, out string? type) ? type : "application/octet-stream";
}
