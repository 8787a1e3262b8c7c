namespace Decent.Content.Disk;

/// <summary>Nothing is written now because mains is gone; what was asked for can be asked for again when it is back.</summary>
public sealed class WritesHeldException : IOException
{
    public WritesHeldException()
        : base("mains is gone, and nothing is stored until it is back: try again then")
    {
    }
}
