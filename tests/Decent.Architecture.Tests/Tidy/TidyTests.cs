namespace Decent.Architecture.Tests.Tidy;

/// <summary>The house style, as far as a test can see it.</summary>
public sealed class TidyTests
{
    public static TheoryData<string> Rules => [.. TidyRules.All.Select(rule => rule.Name)];

    public static TheoryData<string, string, string> Offences => TidyOffences.Bad;

    public static TheoryData<string, string, string> Innocents => TidyOffences.Good;

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_repository_keeps_the_rule(string name)
    {
        var rule = Rule(name);

        var broken = rule.Broken(SourceFile.All).ToList();

        Assert.True(broken.Count == 0, $"{name}, because {rule.Reason}:\n  {string.Join("\n  ", broken.Take(50))}");
    }

    [Theory]
    [MemberData(nameof(Offences))]
    public void The_rule_fires(string name, string path, string text)
    {
        Assert.SkipWhen(name == "no registry host" && Machine.RegistryHosts.Count == 0, "this machine names no package source");
        Assert.SkipWhen(name == "no machine path" && Machine.OwnPaths.Count == 0, "this path is too common to look for");

        Assert.NotEmpty(Rule(name).Broken([new SourceFile(path, text)]));
    }

    [Theory]
    [MemberData(nameof(Innocents))]
    public void The_rule_stays_silent(string name, string path, string text) =>
        Assert.Empty(Rule(name).Broken([new SourceFile(path, text)]));

    [Fact]
    public void Every_rule_that_reads_text_is_proved_on_an_offence()
    {
        var proved = TidyOffences.Bad.Select(row => row.Data.Item1).Append("executable scripts");

        Assert.Equal(TidyRules.All.Select(rule => rule.Name).Order(), proved.Distinct().Order());
    }

    [Fact]
    public void The_executable_rule_sees_the_mode_of_a_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows files have no mode");
            return;
        }

        var file = Path.GetTempFileName();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.False(Machine.IsExecutable(file));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.True(Machine.IsExecutable(file));
        File.Delete(file);
    }

    private static TidyRule Rule(string name) => TidyRules.All.Single(rule => rule.Name == name);
}
