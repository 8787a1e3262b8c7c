using Decent.Content;

namespace Decent.Instance.Publishing;

/// <summary>The answer to a publication.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Head">The resource's newest version; null when refused or busy.</param>
/// <param name="Rule">A sentence for the person who published: the rule broken; empty when published or unchanged.</param>
public sealed record Publication(PublishOutcome Outcome, Head? Head, string Rule)
{
    internal static Publication Refused(string rule) => new(PublishOutcome.Refused, null, rule);
}
