using Decent.Content;

namespace Decent.Instance.SmartHttp;

/// <summary>What people are told, mostly through their git.</summary>
internal static class SmartHttpSentence
{
    public const string NoRepository =
        "There is no such repository here. Repositories are TENANT/_data.git, TENANT/_info.git and TENANT/_script.git, "
        + "and TENANT/PATH.git for the resource TENANT/PATH alone.";

    public const string OneResource =
        "the address of one resource speaks version 2 of git's protocol only: git -c protocol.version=2 clone URL";

    public const string Busy = "The instance serves as many clones as it can: try again in a while.";

    public const string Dumb = "Only git's smart HTTP protocol is served: files of a repository are not. Every git since 1.6.6 speaks it by itself.";

    public const string NoPush = "Publishing by push is not offered; use decent-instance publish.";

    public const string NoService = "The only service is git-upload-pack.";

    public const string TooLarge = "The request is larger than this instance takes. Clone fewer branches at once.";

    public const string TooSlow = "The request took too long to arrive.";

    public const string Encoding = "A request is sent as it is or with gzip.";

    public const string Declined = "git could not answer this request; the instance's log says why.";

    public const string Failed = "git failed on this instance; its log says why.";

    public static string NoResource(ResourceId id) => $"There is no resource {id.Text} here.";

    public static string Type(string expected) => $"A request to git-upload-pack has the type {expected}.";

    public static string Malformed(string rule) => rule.Length > 0 ? rule : "The request is not packed as it says.";

    public static string ManyRefs(SmartHttpOptions options) =>
        $"this repository has more than {options.OldProtocolRefsMax} branches, too many for versions 0 and 1 of git's protocol. "
        + "Use version 2: git -c protocol.version=2 clone --single-branch -b r/NAME --server-option=narrow URL";
}
