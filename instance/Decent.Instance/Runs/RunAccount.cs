namespace Decent.Instance.Runs;

/// <summary>Where a node's account stands.</summary>
/// <param name="Run">The run that was opened last.</param>
/// <param name="Verdict">On the run before it, one of Decent.Protocol's RunGrant.</param>
/// <param name="Opened">What was shown then: the kind of proof and the proof.</param>
/// <param name="Closings">Termination hashes granted to the run.</param>
internal sealed record RunAccount(uint Run, byte Verdict, byte[] Opened, int Closings);
