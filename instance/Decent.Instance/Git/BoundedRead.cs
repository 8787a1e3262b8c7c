namespace Decent.Instance.Git;

/// <summary>Reading that stops at a bound instead of filling memory.</summary>
internal static class BoundedRead
{
    /// <summary>All bytes up to the end.</summary>
    /// <exception cref="GitException">There are more than <paramref name="bytesMax"/>.</exception>
    public static async Task<byte[]> ToEndAsync(Stream stream, int bytesMax, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[4096];
        for (int n; (n = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (kept.Length + n > bytesMax)
                throw new GitException($"git answered with more than {bytesMax} bytes.");
            kept.Write(buffer, 0, n);
        }
        return kept.ToArray();
    }
}
