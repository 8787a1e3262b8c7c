namespace Decent.Instance.Tests.Images;

/// <summary>What a Containerfile of ours keeps to.</summary>
internal static class ContainerRules
{
    private static readonly string[] Names =
        ["ARG", "FROM", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD", "WORKDIR", "LABEL", "ADD", "SHELL"];

    private static readonly string[] ExecForm = ["ENTRYPOINT", "CMD", "HEALTHCHECK"];

    /// <summary>A sentence for each rule that is broken.</summary>
    public static IEnumerable<string> Broken(Containerfile file)
    {
        var all = file.Instructions;
        foreach (var (name, _) in all.Where(i => !Names.Contains(i.Name)))
            yield return $"{name} is no instruction.";
        if (all.SkipWhile(i => i.Name == "ARG").FirstOrDefault().Name != "FROM")
            yield return "FROM comes first, after ARG alone.";
        // A name with a tag that moves, or with a host that this repository would have to know.
        if (!file.All("FROM").All(from => from.StartsWith("${", StringComparison.Ordinal)) || file.All("ARG").Any(arg => arg.Contains('=')))
            yield return "The base image comes from the build's argument, which has no default.";
        if (all.Any(i => i.Text.Contains(":latest", StringComparison.Ordinal)))
            yield return "latest is another image tomorrow.";
        if (file.All("ADD").Any())
            yield return "COPY copies; ADD also fetches and unpacks.";
        if (file.All("USER").LastOrDefault() is not { } user || user.Split(':')[0] is "root" or "0" || !user.Split(':').All(part => int.TryParse(part, out _)))
            yield return "It ends as a user who is not root, by number, so that whoever runs it can see that.";
        foreach (var (name, rest) in all.Where(i => ExecForm.Contains(i.Name) && !i.Text.EndsWith(']')))
            yield return $"{name} is in the exec form: a shell in between would keep signals to itself.";
        foreach (var name in (string[])["ENTRYPOINT", "HEALTHCHECK", "VOLUME", "STOPSIGNAL"])
            if (file.All(name).Count() != 1)
                yield return $"There is one {name}.";
        foreach (var run in file.All("RUN"))
            foreach (var rule in BrokenBy(run))
                yield return rule;
    }

    private static IEnumerable<string> BrokenBy(string run)
    {
        if (run.Contains("apt-get install", StringComparison.Ordinal) && !(run.Contains("--yes", StringComparison.Ordinal)
            && run.Contains("--no-install-recommends", StringComparison.Ordinal) && run.Contains("rm -rf /var/lib/apt/lists/*", StringComparison.Ordinal)))
            yield return "apt-get install asks nothing, brings nothing along and leaves no lists behind.";
        if (run.Contains("://", StringComparison.Ordinal) || run.Contains("curl", StringComparison.Ordinal) || run.Contains("wget", StringComparison.Ordinal))
            yield return "Nothing is fetched but packages.";
        if (run.Contains("sudo", StringComparison.Ordinal) || run.Contains("chmod 777", StringComparison.Ordinal))
            yield return "Nobody becomes root in it, and nothing is everybody's.";
    }
}
