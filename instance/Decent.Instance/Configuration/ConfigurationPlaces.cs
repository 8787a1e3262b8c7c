namespace Decent.Instance.Configuration;

/// <summary>Where the file is looked for. One file counts: two that overlap would have to be known both to know anything.</summary>
/// <param name="System">The machine's file.</param>
/// <param name="Own">An ordinary user's own file; null for root.</param>
internal sealed record ConfigurationPlaces(string System, string? Own)
{
    /// <summary>The machine's file, when nobody says otherwise.</summary>
    public const string SystemFile = "/etc/decent/instance.json";

    /// <summary>The places of this process.</summary>
    public static ConfigurationPlaces OfProcess() => new(SystemFile, Environment.IsPrivilegedProcess ? null : OwnFile(Environment.GetEnvironmentVariable));

    /// <summary><c>$XDG_CONFIG_HOME/decent/instance.json</c>, or below <c>~/.config</c>.</summary>
    public static string OwnFile(Func<string, string?> variable)
    {
        // The XDG rules: a path that is not absolute is to be ignored.
        var folder = variable("XDG_CONFIG_HOME") is { } chosen && Path.IsPathFullyQualified(chosen)
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return Path.Combine(folder, "decent", "instance.json");
    }

    /// <summary>The file to read: the one named, else the user's own, else the machine's; null when there is none.</summary>
    /// <param name="flag">What --config says.</param>
    /// <param name="environment">What <see cref="ConfigurationEnvironment.FileName"/> says.</param>
    public string? Choose(string? flag, string? environment) =>
        flag is { Length: > 0 } ? Path.GetFullPath(flag)
        : environment is { Length: > 0 } ? Path.GetFullPath(environment)
        : Own is not null && File.Exists(Own) ? Own
        : File.Exists(System) ? System
        : null;
}
