using Decent.Hosting.Identity;
using Decent.Hosting.Control;
using System.Text.Json;
using System.Text.Json.Serialization;
using Decent.Instance.Backups;
using Decent.Instance.Accounts;
using Decent.Instance.Bootstrap;
using Decent.Instance.Checking;
using Decent.Instance.Commands;
using Decent.Instance.Enrolment;
using Decent.Instance.History;
using Decent.Instance.Publishing.Tidying;
using Decent.Instance.HomeAssistant;
using Decent.Instance.Watching;

namespace Decent.Instance.Control;

/// <summary>The JSON of the control socket.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(PublishLine))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchLine))]
[JsonSerializable(typeof(ReindexRequest))]
[JsonSerializable(typeof(ReindexLine))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(HistoryLine))]
[JsonSerializable(typeof(RestoreRequest))]
[JsonSerializable(typeof(RestoreLine))]
[JsonSerializable(typeof(FsckRequest))]
[JsonSerializable(typeof(FsckLine))]
[JsonSerializable(typeof(GcRequest))]
[JsonSerializable(typeof(GcLine))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ReadyReport))]
[JsonSerializable(typeof(BackupRecord))]
[JsonSerializable(typeof(WatchRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ControlProblem))]
[JsonSerializable(typeof(NodeCredentials))]
[JsonSerializable(typeof(AccountListing))]
[JsonSerializable(typeof(List<AccountListing>))]
[JsonSerializable(typeof(RemovalReport))]
[JsonSerializable(typeof(ApprovalReport))]
[JsonSerializable(typeof(List<NodeListing>))]
[JsonSerializable(typeof(List<HaListing>))]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(NodeSettings))]
[JsonSerializable(typeof(NodeSettingsChange))]
public sealed partial class ControlJson : JsonSerializerContext;
