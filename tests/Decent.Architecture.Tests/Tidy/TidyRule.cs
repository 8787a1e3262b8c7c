namespace Decent.Architecture.Tests.Tidy;

/// <summary>A habit of the house that a test can see.</summary>
/// <param name="Name">A few words, also the test's case name.</param>
/// <param name="Reason">Why, in words that end the sentence "because ...".</param>
/// <param name="Applies">Whether the rule looks at a file at all.</param>
/// <param name="Find">Each place of the file that breaks the rule, as path:line: what.</param>
internal sealed record TidyRule(
    string Name,
    string Reason,
    Func<SourceFile, bool> Applies,
    Func<SourceFile, IEnumerable<string>> Find)
{
    public IEnumerable<string> Broken(IEnumerable<SourceFile> files) => files.Where(Applies).SelectMany(Find);
}
