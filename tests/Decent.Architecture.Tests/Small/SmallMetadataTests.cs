using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests.Small;

/// <summary>The gates' assemblies, which compiled, are read for what the device would not take all the same.</summary>
public sealed class SmallMetadataTests
{
    public static TheoryData<string> Rules => [.. SmallRules.All.Select(rule => rule.Name)];

    public static TheoryData<string, string> RulesOfAll =>
        [.. Surface.SmallNames.SelectMany(assembly => SmallRules.All.Select(rule => (assembly, rule.Name)))];

    [Theory]
    [MemberData(nameof(RulesOfAll))]
    public void Small_code_keeps_the_rule(string assembly, string name)
    {
        if (!Surface.HasTruth)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("Compared with NanoSurface only: the listings of the real libraries are absent.");
        }

        var rule = Rule(name);
        using var small = Surface.Small(assembly);

        var broken = rule.Find(small).Distinct().ToList();

        Assert.True(broken.Count == 0, $"{rule.Name}: {rule.Reason}.\n  {string.Join("\n  ", broken)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_rule_fires_on_its_offence(string name)
    {
        using var offence = new AssemblyImage(Offences.Build(Offences.All[name]));

        Assert.NotEmpty(Rule(name).Find(offence));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_rule_lets_an_empty_class_pass(string name)
    {
        using var innocent = new AssemblyImage(Offences.Build((_, _) => { }));

        Assert.Empty(Rule(name).Find(innocent));
    }

    [Fact]
    public void A_reference_is_compared_member_by_member_with_what_the_device_has()
    {
        using var image = new AssemblyImage(Referring.To("System", "String", ("Concat", 2), ("Replace", 2)));

        var missing = ReferenceCheck.Missing(image, Surface.Allowed).ToList();

        Assert.Equal(["System.String: static string Replace(string, string)"], missing);
    }

    [Fact]
    public void A_reference_to_a_missing_type_is_named()
    {
        using var image = new AssemblyImage(Referring.To("System.Collections.Concurrent", "Bag", ("Take", 0)));

        var missing = ReferenceCheck.Missing(image, Surface.Allowed).ToList();

        Assert.Contains("System.Collections.Concurrent.Bag", missing);
    }

    [Fact]
    public void The_gates_hold_every_Small_source_that_the_lists_name()
    {
        var types = Surface.SmallNames.SelectMany(TypesOf).ToHashSet(StringComparer.Ordinal);

        // Each source holds one public type of the file's own name, in the namespace of its folder.
        var expected = Projitems.All.SelectMany(list => list.ListedFiles)
            .Where(file => Path.GetFileName(file) is not ("Program.cs" or "AssemblyInfo.cs"))
            .Select(file => Path.GetFileName(file).Split('.')[0]);
        var absent = expected.Where(name => !types.Any(type => type.EndsWith("." + name, StringComparison.Ordinal))).ToList();

        Assert.Empty(absent);
    }

    private static IEnumerable<string> TypesOf(string assembly)
    {
        using var small = Surface.Small(assembly);
        return [.. small.Types.Select(handle => SignatureReader.Name(small.Reader, handle))];
    }

    private static SmallRule Rule(string name) => SmallRules.All.Single(rule => rule.Name == name);
}
