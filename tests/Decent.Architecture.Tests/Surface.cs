using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests;

/// <summary>The assemblies that the build copied beside the tests: NanoSurface, and what the gates compiled against it.</summary>
internal static class Surface
{
    /// <summary>What the gates make: the application of a board, that of the virtual device, and the device's own tests.</summary>
    public static readonly string[] SmallNames = ["Decent.Small", "Decent.Small.Virtual", "Decent.Small.Tests"];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "nano");

    private static readonly Lazy<Dictionary<string, ListedType>> Real = new(LoadReal);

    private static readonly Lazy<Dictionary<string, ListedType>> Own = new(LoadOwn);

    /// <summary>The folders of firmware/NanoSurface that hold a project, but for the gates.</summary>
    public static IEnumerable<string> Names { get; } = Repository.Files
        .Where(file => file.StartsWith("firmware/NanoSurface/", StringComparison.Ordinal))
        .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => !name.EndsWith(".Gate", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToArray();

    /// <summary>True when the listings of the real libraries are at hand; otherwise NanoSurface itself is the measure.</summary>
    public static bool HasTruth => Directory.Exists(ApiListing.TrueFolder);

    /// <summary>All types that Small code may touch, by full name.</summary>
    public static IReadOnlyDictionary<string, ListedType> Allowed => Real.Value;

    /// <summary>All types that NanoSurface declares, by full name.</summary>
    public static IReadOnlyDictionary<string, ListedType> Declared => Own.Value;

    /// <summary>The sources that the gates compile, relative to the repository.</summary>
    public static IEnumerable<string> GateSources => Repository.WithExtension(".csproj")
        .Where(file => file.StartsWith("firmware/NanoSurface/Gate", StringComparison.Ordinal))
        .SelectMany(file => new Nano.CompileList(file).Files)
        .Distinct();

    /// <summary>One assembly of the gates or of NanoSurface.</summary>
    public static AssemblyImage Image(string name) => AssemblyImage.Open(Path.Combine(Folder, name + ".dll"));

    public static AssemblyImage Small(string name) => Image(name);

    public static ApiListing Listing(string assembly)
    {
        using var image = Image(assembly);
        return ApiListing.Of(image);
    }

    private static Dictionary<string, ListedType> LoadReal() =>
        HasTruth ? ByName(Names.Select(name => ApiListing.Read(Path.Combine(ApiListing.TrueFolder, name + ".txt")))) : Own.Value;

    private static Dictionary<string, ListedType> LoadOwn() => ByName(Names.Select(Listing));

    private static Dictionary<string, ListedType> ByName(IEnumerable<ApiListing> listings) =>
        listings.SelectMany(listing => listing.Types.Values).ToDictionary(type => type.Name, StringComparer.Ordinal);
}
