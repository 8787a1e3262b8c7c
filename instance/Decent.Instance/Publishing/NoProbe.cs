using Decent.Content;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Publishing;

/// <summary>Nobody watches.</summary>
public sealed class NoProbe : IPublishProbe
{
    /// <inheritdoc/>
    public void Reached(PublishStep step, ResourceId id)
    {
    }

    /// <inheritdoc/>
    public void Reached(BatchStep step)
    {
    }
}
