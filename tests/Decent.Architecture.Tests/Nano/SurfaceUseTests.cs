using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests.Nano;

/// <summary>NanoSurface declares what the gates use, and nothing for a rainy day.</summary>
public sealed class SurfaceUseTests
{
    private static readonly SurfaceShape Shape = LoadShape();

    [Fact]
    public void Every_declaration_is_used_by_a_gate()
    {
        var unused = Unused(Surface.Declared, Surface.SmallNames);

        Assert.True(unused.Count == 0, $"{unused.Count} declarations that no gate uses:\n  {string.Join("\n  ", unused)}");
    }

    [Theory]
    [InlineData("System.String", "string Replace(string, string)")]
    [InlineData("System.String", "static string Join(string, string[])")]
    [InlineData("System.IO.FileMode", "field static System.IO.FileMode Create = 2")]
    [InlineData("System.Net.IPAddress", "field static System.Net.IPAddress Loopback")]
    [InlineData("System.IO.Stream", "protected void Dispose(bool)")]
    public void A_member_that_nobody_uses_is_named(string type, string member)
    {
        var declared = Surface.Declared[type];
        Dictionary<string, ListedType> more = new(Surface.Declared) { [type] = declared with { Members = [.. declared.Members, member] } };

        Assert.Equal([$"{type}: {member}"], NamedBesides(more));
    }

    [Fact]
    public void A_type_that_nobody_uses_is_named()
    {
        Dictionary<string, ListedType> more = new(Surface.Declared)
        {
            ["System.Guid"] = new("struct System.Guid", "System.Guid", null, ["static System.Guid NewGuid()"]),
        };

        Assert.Equal(["System.Guid"], NamedBesides(more));
    }

    [Fact]
    public void What_only_one_gate_uses_counts_and_is_named_without_it()
    {
        var unused = Unused(Surface.Declared, ["Decent.Small"]);

        Assert.Contains("nanoFramework.TestFramework.TestMethodAttribute", unused);
        Assert.DoesNotContain("System.Device.Gpio.GpioPin", unused);
    }

    [Fact]
    public void What_the_compiler_needs_is_declared_and_nothing_else_is_excused() => Assert.All(SurfaceNeeds.OfTheCompiler.Keys, key =>
    {
        var parts = key.Split(": ");
        Assert.True(Surface.Declared.TryGetValue(parts[0], out var type), key);
        if (parts.Length == 2) Assert.Contains(parts[1], type.Members);
    });

    private static IEnumerable<string> NamedBesides(IReadOnlyDictionary<string, ListedType> more) =>
        Unused(more, Surface.SmallNames).Except(Unused(Surface.Declared, Surface.SmallNames));

    private static IReadOnlyList<string> Unused(IReadOnlyDictionary<string, ListedType> declared, IEnumerable<string> gates)
    {
        SurfaceUse use = new(declared, Shape, Surface.GateSources.Select(Repository.Read));
        foreach (var gate in gates)
        {
            using var image = Surface.Image(gate);
            use.Take(image);
        }

        return use.Unused();
    }

    private static SurfaceShape LoadShape()
    {
        SurfaceShape shape = new();
        foreach (var name in Surface.Names)
        {
            using var image = Surface.Image(name);
            shape.Take(image);
        }

        return shape;
    }
}
