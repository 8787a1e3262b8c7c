using System.Buffers;

namespace Decent.Instance.SmartHttp;

/// <summary>What is said at the begin of a conversation.</summary>
public static class Advertisement
{
    /// <summary>
    /// Of protocol v2: what git 2.39 offers with <c>uploadpack.allowFilter</c>, in its order, without <c>object-info</c>. The same for every
    /// repository, so that no process is needed to say it.
    /// </summary>
    public static ReadOnlyMemory<byte> OfV2 { get; } = Compose();

    /// <summary>The lines before an advertisement of protocol v0 or v1.</summary>
    public static void Service(IBufferWriter<byte> output)
    {
        PktLine.Write(output, "# service=git-upload-pack\n");
        PktLine.Flush(output);
    }

    private static ReadOnlyMemory<byte> Compose()
    {
        var output = new ArrayBufferWriter<byte>();
        string[] lines =
        [
            "version 2", $"agent={Agent}", "ls-refs=unborn", "fetch=shallow wait-for-done filter", "server-option", "object-format=sha1",
        ];
        foreach (var line in lines)
            PktLine.Write(output, line + "\n");
        PktLine.Flush(output);
        return output.WrittenMemory;
    }

    private static string Agent => $"git/decent-{typeof(Advertisement).Assembly.GetName().Version?.ToString(3)}";
}
