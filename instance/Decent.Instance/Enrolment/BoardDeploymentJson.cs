using System.Text.Json.Serialization;

namespace Decent.Instance.Enrolment;

/// <summary>nanoff's spelling: <c>files</c> in small letters, the paths as they are called here.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(BoardDeployment))]
internal sealed partial class BoardDeploymentJson : JsonSerializerContext;
