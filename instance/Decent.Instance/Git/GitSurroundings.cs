namespace Decent.Instance.Git;

/// <summary>The environment that git sees: no user's or system's configuration, no prompts, one language.</summary>
internal static class GitSurroundings
{
    public static void Apply(IDictionary<string, string?> environment)
    {
        environment.TryGetValue("PATH", out var path);
        environment.Clear();
        environment["PATH"] = path;
        environment["LC_ALL"] = "C";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_OPTIONAL_LOCKS"] = "0";
        // glibc would give memory back and ask for it again around each small object: most of the system time of an import.
        environment["MALLOC_TRIM_THRESHOLD_"] = $"{64 << 20}";
        environment["MALLOC_TOP_PAD_"] = $"{1 << 20}";
    }
}
