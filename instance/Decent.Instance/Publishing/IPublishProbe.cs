using Decent.Content;

namespace Decent.Instance.Publishing;

/// <summary>Is told each step as it is reached. Real: nobody. Simulated: a fault that ends the publication right there.</summary>
public interface IPublishProbe
{
    /// <summary>A step is done for this resource.</summary>
    void Reached(PublishStep step, ResourceId id);
}
