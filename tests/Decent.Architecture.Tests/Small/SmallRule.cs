using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests.Small;

/// <summary>Something that compiles but that the nanoFramework interpreter refuses, ignores or dies of.</summary>
/// <param name="Name">A few words, also the test's case name.</param>
/// <param name="Reason">What happens on the device.</param>
/// <param name="Find">Each place of the assembly that breaks the rule.</param>
internal sealed record SmallRule(string Name, string Reason, Func<AssemblyImage, IEnumerable<string>> Find);
