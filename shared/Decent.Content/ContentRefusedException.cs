namespace Decent.Content;

/// <summary>Content that the design refuses, with the rule that it broke as a sentence for the person who offered it.</summary>
public sealed class ContentRefusedException(string rule) : Exception(rule)
{
    /// <summary>The rule broken, in one sentence.</summary>
    public string Rule { get; } = rule;
}
