namespace Decent.Edge.Updating;

/// <summary>How far an update is.</summary>
/// <param name="What">What is done now, such as "reading the image".</param>
/// <param name="Done">Bytes.</param>
/// <param name="Total">Bytes of this step.</param>
public sealed record UpdateStep(string What, long Done, long Total);
