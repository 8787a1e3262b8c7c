namespace Decent.World;

/// <summary>How one world went: <paramref name="RecoveryMs"/> from the end of the faults until everything that could arrive was there.</summary>
public sealed record SwarmOutcome(AskerDiary Diary, SafetyWatch Watch, long RecoveryMs);
