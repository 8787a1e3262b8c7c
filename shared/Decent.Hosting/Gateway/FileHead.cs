using Decent.Content;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Decent.Hosting.Gateway;

/// <summary>What each answer with one file says of it, in HTTP's words: made once and kept beside the open file.</summary>
internal sealed class FileHead
{
    private readonly StringValues _tag;
    private readonly StringValues _ipfsPath;

    private FileHead(ContentReader reader)
    {
        string cid = reader.Cid.ToString();
        Tag = $"\"{cid}\"";
        _tag = Tag;
        _ipfsPath = $"/ipfs/{cid}";
        AllFromCache = PathReport.BytesText(reader.Length);
    }

    /// <summary>The strong tag with its quotes.</summary>
    public string Tag { get; }

    /// <summary>The value of <see cref="PathReport.BytesHeader"/> when the cache gave the file.</summary>
    public string AllFromCache { get; }

    public static FileHead Of(ContentReader reader)
    {
        if (reader.Beside is not FileHead head)
        {
            reader.Beside = head = new FileHead(reader);
        }

        return head;
    }

    public void WriteTo(IHeaderDictionary headers)
    {
        headers.ETag = _tag;
        headers.AcceptRanges = "bytes";
        headers["X-Ipfs-Path"] = _ipfsPath;
    }
}
