namespace Decent.Instance.Configuration;

/// <summary>A value as somebody gave it.</summary>
/// <param name="Texts">One text, or several for a list.</param>
/// <param name="Origin">flag --name, environment NAME, file PATH (line N), or default.</param>
/// <param name="Name">What a mistake is told of, with its place.</param>
public sealed record GivenValue(IReadOnlyList<string> Texts, string Origin, string Name);
