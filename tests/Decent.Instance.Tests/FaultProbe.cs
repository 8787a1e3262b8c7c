using Decent.Content;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Tests;

/// <summary>Ends a publication at one step, and remembers the steps that were reached.</summary>
public sealed class FaultProbe : IPublishProbe
{
    public PublishStep? At { get; set; }

    public Action<PublishStep>? Watch { get; set; }

    public BatchStep? BatchAt { get; set; }

    public Action<BatchStep>? WatchBatch { get; set; }

    public void Reached(PublishStep step, ResourceId id)
    {
        Watch?.Invoke(step);
        if (At == step)
            throw new PowerCutException();
    }

    public void Reached(BatchStep step)
    {
        WatchBatch?.Invoke(step);
        if (BatchAt == step)
            throw new PowerCutException();
    }
}
