namespace Decent.World;

/// <summary>The power failed in the middle of an operation: whatever ran on that device runs no longer.</summary>
public sealed class PowerCutException(bool completed = false) : Exception("the power failed")
{
    /// <summary>The operation under way had just been done in full.</summary>
    public bool Completed => completed;
}
