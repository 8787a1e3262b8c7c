namespace Decent.Architecture.Tests.Metadata;

/// <summary>One type of an API listing: its heading (kind, name, base) and one line for each public or protected member.</summary>
internal sealed record ListedType(string Heading, string Name, string? Base, HashSet<string> Members);
