using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>How a fetch went for one caller; the reason is "" unless this node refused.</summary>
public readonly record struct FetchAnswer(LookupOutcome Outcome, string Reason);
