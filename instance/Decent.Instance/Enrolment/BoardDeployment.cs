using System.Text.Json.Serialization;

namespace Decent.Instance.Enrolment;

/// <summary>The file that <c>nanoff --filedeployment</c> reads; without a port in it, the one of its command line counts.</summary>
public sealed record BoardDeployment
{
    /// <summary>What goes where.</summary>
    [JsonPropertyName("files")]
    public required IReadOnlyList<DeployedFile> Files { get; init; }
}
