namespace Decent.Instance.Control;

/// <summary>A call for a new index; there is nothing to choose.</summary>
public sealed record ReindexRequest;
