namespace Decent.Instance.SmartHttp;

/// <summary>The header <c>Git-Protocol</c>.</summary>
public static class GitProtocol
{
    /// <summary>Its name.</summary>
    public const string Header = "Git-Protocol";

    /// <summary>The highest version that is named among keys between colons, as git reads them: 0 (also for nothing readable), 1 or 2.</summary>
    public static int Version(string? value)
    {
        var version = 0;
        foreach (var part in (value ?? "").Split(':'))
            version = Math.Max(version, part switch { "version=2" => 2, "version=1" => 1, _ => 0 });
        return version;
    }

    /// <summary>What git is told in <c>GIT_PROTOCOL</c>; null for v0. Never a client's own words.</summary>
    public static string? Words(int version) => version == 0 ? null : $"version={version}";
}
