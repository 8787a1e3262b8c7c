using System.Buffers;
using Decent.Content;
using Decent.Protocol;
using Microsoft.AspNetCore.Http;

namespace Decent.Hosting.Gateway;

/// <summary>The answers that nodes and tools of IPFS ask for: a block or node by its CID, a manifest, a small block by its tag.</summary>
internal sealed class PieceAnswers(IContentGateway gateway, ContentStore store)
{
    public async Task RawAsync(HttpContext context, Cid cid)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunking.LargeChunk);
        try
        {
            int length = Raw(cid, buffer, out byte[]? node);
            if (length < 0 && await gateway.BringAsync(cid, context.RequestAborted))
            {
                length = Raw(cid, buffer, out node);
            }

            await BytesAsync(context, node ?? buffer, length, "application/vnd.ipld.raw", $"\"{cid}.raw\"", "No such block here.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The length of a leaf or dag-pb node in the store, or -1; a node comes in an array of its own.</summary>
    private int Raw(Cid cid, byte[] buffer, out byte[]? node)
    {
        node = null;
        int length = store.ReadLeaf(cid, buffer);
        return length < 0 && store.TryGetNode(cid, out node) ? node.Length : length;
    }

    public async Task ManifestAsync(HttpContext context, string text)
    {
        if (!Cid.TryParse(text, out Cid cid))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"\"{text}\" is no CID.");
            return;
        }

        Manifest? manifest = await gateway.FindManifestAsync(cid, GatewayEndpoints.OnlyCached(context), context.RequestAborted);
        byte[] bytes = manifest?.ToBytes() ?? [];
        await BytesAsync(context, bytes, manifest is null ? -1 : bytes.Length, "application/octet-stream", $"\"{cid}.manifest\"",
            "No manifest of this CID is known here.");
    }

    public async Task BlockAsync(HttpContext context, string text)
    {
        byte[] tag = new byte[Limits.TagBytes];
        if (!Hex.TryRead(text, tag))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "A tag is 32 hexadecimal digits.");
            return;
        }

        byte[] block = new byte[Limits.BlockBytesMax];
        int length = store.ReadBlock(tag, block);
        if (length < 0 && await gateway.FindBlockAsync(tag, context.RequestAborted) is { } found)
        {
            (block, length) = (found, found.Length);
        }

        await BytesAsync(context, block, length, "application/octet-stream", $"\"{text}\"", "No block with this tag is held here.");
    }

    private static async Task BytesAsync(HttpContext context, byte[] bytes, int length, string type, string tag, string missing)
    {
        if (length < 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, missing);
            return;
        }

        context.Response.Headers.ETag = tag;
        if (Preconditions.Status(context.Request, tag, modified: null) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, length), context.RequestAborted);
        }
    }
}
