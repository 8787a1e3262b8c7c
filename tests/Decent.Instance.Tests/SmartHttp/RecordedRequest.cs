namespace Decent.Instance.Tests.SmartHttp;

/// <summary>One request as a client sent it.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">After the server's address, percent signs as sent.</param>
/// <param name="Query">Without the question mark.</param>
/// <param name="Headers">Those that git's backend looks at.</param>
/// <param name="Body">As sent, but for the chunks.</param>
internal sealed record RecordedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{Method} {Path}?{Query} {Header("Git-Protocol")} {Body.Length} bytes";
}
