using Decent.Content;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests;

/// <summary>Ends a publication at one step, and remembers the steps that were reached.</summary>
public sealed class FaultProbe : IPublishProbe
{
    public PublishStep? At { get; set; }

    public Action<PublishStep>? Watch { get; set; }

    public void Reached(PublishStep step, ResourceId id)
    {
        Watch?.Invoke(step);
        if (At == step)
            throw new PowerCutException();
    }
}
