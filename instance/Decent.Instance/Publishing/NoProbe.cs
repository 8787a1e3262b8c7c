using Decent.Content;

namespace Decent.Instance.Publishing;

/// <summary>Nobody watches.</summary>
public sealed class NoProbe : IPublishProbe
{
    /// <inheritdoc/>
    public void Reached(PublishStep step, ResourceId id)
    {
    }
}
