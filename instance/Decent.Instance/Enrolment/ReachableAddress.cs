namespace Decent.Instance.Enrolment;

/// <summary>The address of this instance as another machine can use it.</summary>
public static class ReachableAddress
{
    /// <summary>A listening address, with the host's name in place of "every interface".</summary>
    /// <param name="listening"><c>http://host:port</c> as the server tells it.</param>
    /// <param name="hostName">Name of this machine.</param>
    public static string Of(string listening, string hostName)
    {
        var address = new UriBuilder(listening);
        if (address.Host is "0.0.0.0" or "[::]")
            address.Host = hostName;
        return $"{address.Scheme}://{address.Host}:{address.Port}";
    }

    /// <summary>Whether a person's text is an absolute http or https address without a path.</summary>
    public static bool IsValid(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.AbsolutePath == "/" && uri.Query.Length == 0;
}
