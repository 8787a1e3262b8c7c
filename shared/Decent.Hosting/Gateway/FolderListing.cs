using System.Text.Json;
using Decent.Content;
using Microsoft.AspNetCore.Http;

namespace Decent.Hosting.Gateway;

/// <summary>A folder as JSON: its CID, size and files. A file is then at /ipfs/cid/path.</summary>
internal static class FolderListing
{
    private const int EntriesPerFlush = 256;

    public static async Task WriteAsync(HttpContext context, Manifest folder)
    {
        string tag = $"\"{folder.Root}.json\"";
        context.Response.Headers.ETag = tag;
        if (Preconditions.Status(context.Request, tag, modified: null) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("cid", folder.Root.ToString());
        json.WriteNumber("size", folder.Size);
        json.WriteStartArray("files");
        for (int i = 0; i < folder.Entries.Count; i++)
        {
            ManifestEntry entry = folder.Entries[i];
            json.WriteStartObject();
            json.WriteString("path", entry.Path);
            json.WriteNumber("size", entry.Size);
            json.WriteString("cid", entry.Cid.ToString());
            json.WriteEndObject();
            if (i % EntriesPerFlush == EntriesPerFlush - 1)
            {
                await json.FlushAsync(context.RequestAborted);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
