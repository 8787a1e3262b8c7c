using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests;

/// <summary>NanoSurface may declare less than nanoFramework has, never more and never otherwise.</summary>
public sealed class NanoSurfaceTruthTests
{
    public static TheoryData<string> Assemblies => [.. Surface.Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_declaration_of_NanoSurface_stands_in_the_real_library(string assembly)
    {
        var path = Path.Combine(ApiListing.TrueFolder, assembly + ".txt");
        if (!Directory.Exists(ApiListing.TrueFolder))
        {
            Assert.Skip("the listings of the real libraries are not on this machine (../shared/nanoframework-api)");
        }

        Assert.True(File.Exists(path), $"{assembly} is no nanoFramework assembly: there is no listing of that name.");
        Assert.Empty(Untrue(Surface.Listing(assembly), ApiListing.Read(path)));
    }

    [Fact]
    public void The_comparison_notices_an_invented_member_type_base_value_and_version()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "# mscorlib 9.9.9.9\nclass System.Attribute : System.Thing\n  protected void .ctor()\n"
            + "struct System.Byte\n  field static byte MaxValue = 7\nclass System.Console\n");
        var untrue = Untrue(Surface.Listing("mscorlib"), ApiListing.Read(path)).ToList();
        File.Delete(path);

        Assert.Contains(untrue, line => line.StartsWith("version ", StringComparison.Ordinal));
        Assert.Contains("class System.Attribute", untrue);
        Assert.Contains("class System.Exception", untrue);
        Assert.Contains("System.Byte: field static byte MaxValue = 255", untrue);
        Assert.Contains("System.Console: static void WriteLine(string)", untrue);
        Assert.DoesNotContain("System.Attribute: protected void .ctor()", untrue);
    }

    private static IEnumerable<string> Untrue(ApiListing ours, ApiListing real)
    {
        if (ours.Version != real.Version)
        {
            yield return $"version {ours.Version} where {real.Version} is the real one";
        }

        foreach (var type in ours.Types.Values)
        {
            if (!real.Types.TryGetValue(type.Name, out var there) || there.Heading != type.Heading)
            {
                yield return type.Heading;
            }

            foreach (var member in type.Members.Where(member => there is not null && !there.Members.Contains(member)))
            {
                yield return $"{type.Name}: {member}";
            }
        }
    }
}
