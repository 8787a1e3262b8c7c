using Decent.Content;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Publishing;

/// <summary>Is told each step as it is reached. Real: nobody. Simulated: a fault that ends the publication right there.</summary>
public interface IPublishProbe
{
    /// <summary>A step is done for this resource.</summary>
    void Reached(PublishStep step, ResourceId id);

    /// <summary>A step is done for a batch.</summary>
    void Reached(BatchStep step);
}
