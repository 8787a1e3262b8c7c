using System.Net;
using Decent.Instance.Broker;
using Decent.Instance.Git;
using Decent.Instance.HomeAssistant;
using Decent.Instance.Nodes;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;
using Decent.Instance.Runs;
using Decent.Instance.SmartHttp;
using Decent.Protocol;
using static Decent.Instance.Configuration.SettingKinds;

namespace Decent.Instance.Configuration;

/// <summary>
/// Every setting of an instance, once: keys of the file, names in the environment, flags and their help, <c>config</c> and its example are made from these.
/// Defaults are those of the options that <see cref="ConfiguredInstance"/> makes of them.
/// </summary>
public static class InstanceSettings
{
    private const long Million = 1_000_000;
    private const long Day = 86_400;
    private const long GiB = 1L << 30;

    private static readonly InstanceOptions Usual = new() { State = "" };
    private static readonly GitOptions Git = Usual.Git;
    private static readonly SmartHttpOptions Http = Usual.SmartHttp;

    /// <summary>State folder.</summary>
    public static readonly OneSetting<string?> State = Text(
        "state", "the path of a folder", null,
        "Data folder: repositories, keys, what was acknowledged. Default: /var/lib/decent-instance, or ~/.local/state/decent-instance.",
        "DIR", text => text.Length > 0 && !text.Contains('\0'), isCommon: true, alias: "DECENT_STATE");

    /// <summary>HTTP listeners.</summary>
    public static readonly ListSetting Listen = new(
        "listen", "ADDRESS:PORT, such as 0.0.0.0:4970", "Where to listen; 0.0.0.0:4970 for the whole network. The flag may be given more than once.",
        Usual.Listen, IsEndPoint) { ValueName = "ADDRESS:PORT", IsCommon = true };

    /// <summary>Id of a new instance.</summary>
    public static readonly OneSetting<string?> Id = Text(
        "id", "4 to 32 characters, each a lower-case letter a-z, a digit or '-'", null,
        "Id of a new instance, kept from then on. Default: made from the host's name.", "NAME", NodeName.IsValid, isCommon: true);

    /// <summary>The instance as nodes reach it.</summary>
    public static readonly OneSetting<string?> Address = Text(
        "address", "http://HOST:PORT or https://HOST:PORT", null,
        "This instance as nodes reach it, for their credentials. Default: the first address listened on, with an interface's for 0.0.0.0.",
        "URL", ReachableAddress.IsValid, isCommon: true);

    /// <summary>Content budget.</summary>
    public static readonly OneSetting<long> ContentBytes = Whole(
        "content.bytesMax", 1, long.MaxValue, Usual.ContentBytesMax,
        "Most bytes of content kept beside git; what is evicted comes back from git when it is asked for.", "--content-bytes", isCommon: true);

    /// <summary>Listener of the managed broker.</summary>
    public static readonly OneSetting<string?> MqttListen = Text(
        "mqtt.listen", "ADDRESS:PORT, such as 0.0.0.0:8883", null,
        "Where nodes reach the broker that the instance runs; port 0 is any free one, kept. Beyond loopback they connect over TLS. "
            + $"Default: {BrokerOptions.ListenDefault}, with TLS {BrokerOptions.TlsListenDefault}.", "ADDRESS:PORT", IsEndPoint, "--mqtt", isCommon: true);

    /// <summary>TLS on loopback.</summary>
    public static readonly OneSetting<bool> MqttTls = Switch("mqtt.tls", usual: false, "Whether nodes connect over TLS on loopback too.", "--mqtt-tls");

    /// <summary>No TLS beyond it.</summary>
    public static readonly OneSetting<bool> MqttPlain = Switch(
        "mqtt.plain", Usual.Broker.Plain, "Whether nodes connect without TLS: everyone on the network can read their passwords.", "--mqtt-plain");

    /// <summary>Looks at the certificate.</summary>
    public static readonly OneSetting<long> MqttLook = Whole(
        "mqtt.certificateLookDays", 1, 30, Usual.Broker.CertificateLookDays, "Days between two looks at the managed broker's certificate.");

    /// <summary>Another broker.</summary>
    public static readonly OneSetting<string?> MqttBroker = Text(
        "mqtt.broker", $"mqtt://user:password@host:port, or mqtts:// for TLS, with host:port of at most {Addresses.CharsMax} characters", null,
        "Use this broker instead of running one; 'broker acl' prints its rules.", "URL", BrokerOptions.IsUsable, "--broker", isCommon: true, isSecret: true);

    /// <summary>Authority of that broker.</summary>
    public static readonly OneSetting<string?> MqttBrokerCa = Text(
        "mqtt.brokerCa", "the path of a PEM file", null, "PEM file with that broker's certificate authority, for mqtts://.", "FILE", IsGiven, "--broker-ca",
        isCommon: true);

    /// <summary>Password at that broker.</summary>
    public static readonly OneSetting<string?> MqttPassword = Text(
        "mqtt.brokerPasswordFile", "the path of a file", null, "File whose first line is the password at that broker, in place of one in the URL.", "FILE",
        IsGiven, "--broker-password-file", isCommon: true);

    /// <summary>Whether there is a broker.</summary>
    public static readonly OneSetting<bool> MqttEnabled = Switch(
        "mqtt.enabled", !Usual.Broker.None, "Whether there is a broker; without one nodes ask over HTTP.", "--no-broker");

    /// <summary>Program of the managed broker.</summary>
    public static readonly OneSetting<string?> MqttProgram = Text(
        "mqtt.program", "a program's name or full path", Usual.Broker.Executable, "Program of the managed broker.", "PROGRAM", IsGiven);

    /// <summary>Waiting nodes.</summary>
    public static readonly OneSetting<long> EnrolWaiting = Whole(
        "enrolment.waitingMax", 1, 1000, Usual.Enrolment.WaitingMax, "Nodes that wait to be approved; more are told to try again.");

    /// <summary>Those of one address.</summary>
    public static readonly OneSetting<long> EnrolPerAddress = Whole(
        "enrolment.waitingPerAddressMax", 1, 1000, Usual.Enrolment.WaitingPerAddressMax, "Those of them from one address.");

    /// <summary>Silence.</summary>
    public static readonly OneSetting<long> EnrolSilence = Whole(
        "enrolment.silenceSeconds", 10, 3600, Usual.Enrolment.SilenceSeconds, "Seconds of silence after which a waiting node is forgotten.");

    /// <summary>Patience.</summary>
    public static readonly OneSetting<long> EnrolWait = Whole(
        "enrolment.waitSeconds", 60, Day, Usual.Enrolment.WaitSeconds, "Seconds that a node may wait, or leave approved credentials unfetched.");

    /// <summary>Home Assistant.</summary>
    public static readonly OneSetting<bool> HaEnabled = Switch(
        "homeAssistant.enabled", Usual.HomeAssistant.Enabled, "Whether nodes appear in Home Assistant by themselves.");

    /// <summary>Home Assistant's discovery prefix.</summary>
    public static readonly OneSetting<string?> HaPrefix = Text(
        "homeAssistant.prefix", "1 to 64 letters, digits, '_' and '-'", Usual.HomeAssistant.Prefix, "Home Assistant's discovery prefix.", "PREFIX",
        text => new HaOptions { Prefix = text }.Rule() is null);

    /// <summary>Gathering for Home Assistant.</summary>
    public static readonly OneSetting<long> HaGather = Whole(
        "homeAssistant.gatherSeconds", 1, 60, Usual.HomeAssistant.GatherSeconds, "Seconds in which changes for Home Assistant are gathered.");

    /// <summary>Git itself.</summary>
    public static readonly OneSetting<string?> GitProgram = Text(
        "git.program", "a program's name or full path", Git.Executable, "The git executable.", "PROGRAM", IsGiven);

    /// <summary>Git's budget.</summary>
    public static readonly OneSetting<TimeSpan> GitCommand = Seconds(
        "git.commandSeconds", 1, 3600, Git.CommandBudget, "Seconds that one git command may take, apart from content.");

    /// <summary>Slowest import.</summary>
    public static readonly OneSetting<long> GitImport = Whole(
        "git.importBytesPerSecondMin", 1, GiB, Git.ImportBytesPerSecondMin, "Slowest import into git that is still waited for, bytes a second.");

    /// <summary>Largest answer in memory.</summary>
    public static readonly OneSetting<long> GitOutput = Whole(
        "git.outputBytesMax", 1024, GiB, Git.OutputBytesMax, "Most bytes of a git answer that is held in memory, such as a manifest.");

    /// <summary>Files that are streamed.</summary>
    public static readonly OneSetting<long> GitBigFile = Whole(
        "git.bigFileBytes", 1024, long.MaxValue, Git.BigFileBytes, "Files above this many bytes are streamed and never compared for differences.");

    /// <summary>Tidying.</summary>
    public static readonly OneSetting<long> GitScraps = Whole(
        "git.scrapsMax", 2, 100_000, Git.ScrapsMax, "Packs and loose refs of a repository before they are put together.");

    /// <summary>Old clients.</summary>
    public static readonly OneSetting<long> HttpOldRefs = Whole(
        "gitHttp.oldProtocolRefsMax", 0, Million, Http.OldProtocolRefsMax, "Refs of a repository that clients of git's protocols v0 and v1 are still told.");

    /// <summary>Long lists.</summary>
    public static readonly OneSetting<long> HttpNarrow = Whole(
        "gitHttp.narrowAbove", 0, Million, Http.NarrowAbove, "Branches of a tenant above which a clone that names one is told of that one alone.");

    /// <summary>Request as sent.</summary>
    public static readonly OneSetting<long> HttpBody = Whole(
        "gitHttp.bodyBytesMax", 64 << 10, GiB, Http.BodyBytesMax, "Most bytes of a git request as sent.");

    /// <summary>Request unpacked.</summary>
    public static readonly OneSetting<long> HttpRequest = Whole(
        "gitHttp.requestBytesMax", 64 << 10, GiB, Http.RequestBytesMax, "Most bytes of a git request once unpacked.");

    /// <summary>Lines.</summary>
    public static readonly OneSetting<long> HttpLines = Whole("gitHttp.linesMax", 100, 10 * Million, Http.LinesMax, "Most lines of a git request.");

    /// <summary>Wants.</summary>
    public static readonly OneSetting<long> HttpWants = Whole("gitHttp.wantsMax", 1, Million, Http.WantsMax, "Most objects wanted in one git request.");

    /// <summary>Haves.</summary>
    public static readonly OneSetting<long> HttpHaves = Whole(
        "gitHttp.havesMax", 1, Million, Http.HavesMax, "Most objects that a git client says it has in one request.");

    /// <summary>Bodies.</summary>
    public static readonly OneSetting<long> HttpBodies = Whole(
        "gitHttp.bodiesMax", 1, 10_000, Http.BodiesMax, "Git requests whose bodies are received at once; more are answered busy.");

    /// <summary>Time of a body.</summary>
    public static readonly OneSetting<TimeSpan> HttpBodyTime = Seconds(
        "gitHttp.bodySeconds", 0.1, 3600, Http.BodyBudget, "Seconds for receiving the body of a git request.");

    /// <summary>Processes.</summary>
    public static readonly OneSetting<long> HttpProcesses = Whole(
        "gitHttp.processesMax", 1, 1000, Http.ProcessesMax, "Git processes at once; each takes 10 to 50 MB, and a processor while it makes a pack.");

    /// <summary>Queue.</summary>
    public static readonly OneSetting<long> HttpQueue = Whole(
        "gitHttp.queueMax", 0, 10_000, Http.QueueMax, "Git requests that wait for a process; more are answered busy.");

    /// <summary>Wait.</summary>
    public static readonly OneSetting<TimeSpan> HttpQueueTime = Seconds(
        "gitHttp.queueSeconds", 0.01, 600, Http.QueueBudget, "Longest wait for a git process; then the answer is busy.");

    /// <summary>Time of a fetch.</summary>
    public static readonly OneSetting<TimeSpan> HttpFetch = Seconds(
        "gitHttp.fetchSeconds", 1, Day, Http.FetchBudget, "Seconds for one fetch or clone with its pack on the way.");

    /// <summary>Slowest client.</summary>
    public static readonly OneSetting<long> HttpRate = Whole(
        "gitHttp.bytesPerSecondMin", 1, Million, Http.BytesPerSecondMin, "Slowest git client that is served, bytes a second.");

    /// <summary>Publications.</summary>
    public static readonly OneSetting<long> PublishQueue = Whole(
        "publishing.queueMax", 1, 10_000, Usual.Publishing.QueueMax, "Publications of one tenant under way or waiting; more are answered busy.");

    /// <summary>Batches.</summary>
    public static readonly OneSetting<long> PublishBatch = Whole(
        "publishing.batchMax", 1, Million, Usual.Publishing.BatchMax, "Resources that one call may publish; each takes about 2 KB of memory meanwhile.");

    /// <summary>Relay.</summary>
    public static readonly OneSetting<long> RelayBacklog = Whole(
        "relay.backlogMax", 1, Million, Usual.Relay.BacklogMax, "Commits kept for a broker that is away; beyond that only their groups are told.");

    /// <summary>Relay's pause.</summary>
    public static readonly OneSetting<long> RelayRetry = Whole(
        "relay.retrySeconds", 1, 3600, Usual.Relay.RetrySeconds, "Seconds before the relay goes on after the index could not be read.");

    /// <summary>Inbox.</summary>
    public static readonly OneSetting<long> NodesInbox = Whole(
        "nodes.inboxMax", 1, Million, Usual.Nodes.InboxMax, "Messages of nodes that wait to be stored; then the broker is held back.");

    /// <summary>Transactions.</summary>
    public static readonly OneSetting<long> NodesBatch = Whole(
        "nodes.batchMax", 1, 100_000, Usual.Nodes.BatchMax, "Messages of nodes stored in one transaction.");

    /// <summary>Time of a transaction.</summary>
    public static readonly OneSetting<long> NodesBatchTime = Whole(
        "nodes.batchMs", 1, 10_000, Usual.Nodes.BatchMs, "Milliseconds from the first message of a transaction to its end.");

    /// <summary>Sight.</summary>
    public static readonly OneSetting<long> NodesBeat = Whole(
        "nodes.beatSeconds", 1, 3600, Usual.Nodes.BeatSeconds, "Seconds between notes that nodes can still be seen.");

    /// <summary>Outbox.</summary>
    public static readonly OneSetting<long> NodesOutbox = Whole(
        "nodes.outboxMax", 1, Million, Usual.Nodes.OutboxMax, "Words that wait to be said to nodes; then the oldest go.");

    /// <summary>Retention of runs.</summary>
    public static readonly OneSetting<long> RunsRecords = Whole(
        "runs.recordsMax", 120, Million, Usual.Runs.RecordsMax, "Run records kept of each node; 4096 are about 200 kB.");

    /// <summary>Confirmation of runs.</summary>
    public static readonly OneSetting<long> RunsConfirm = Whole(
        "runs.confirmMs", 1000, 3_600_000, Usual.Runs.ConfirmMs, "Milliseconds after the instance or its broker came back in which a node must be heard.");

    /// <summary>Farewell.</summary>
    public static readonly OneSetting<long> RunsFarewell = Whole(
        "runs.farewellMs", 0, 600_000, Usual.Runs.FarewellMs, "Milliseconds that a node may still speak after it was told how to stop.");

    /// <summary>Closings.</summary>
    public static readonly OneSetting<long> RunsClosings = Whole(
        "runs.closingsMax", 1, 100, Usual.Runs.ClosingsMax, "Termination hashes that one run of a node may ask for.");

    /// <summary>Silence.</summary>
    public static readonly OneSetting<long> RunsGaspSilence = Whole(
        "runs.gaspSilenceMs", 1000, 600_000, Usual.Runs.GaspSilenceMs, "Milliseconds that a node may still speak after it told of a loss of mains.");

    /// <summary>Announcements.</summary>
    public static readonly OneSetting<long> RunsAnnounced = Whole(
        "runs.announcedMax", 0, 100, Usual.Runs.AnnouncedMax, "Announced losses of mains that count as graceful, a node and UTC day.");

    /// <summary>All of them, in the order of the example.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        State, Listen, Id, Address, ContentBytes, MqttListen, MqttTls, MqttPlain, MqttLook, MqttBroker, MqttBrokerCa, MqttPassword,
        MqttEnabled, MqttProgram, EnrolWaiting, EnrolPerAddress, EnrolSilence, EnrolWait, HaEnabled, HaPrefix, HaGather,
        GitProgram, GitCommand, GitImport, GitOutput, GitBigFile, GitScraps,
        HttpOldRefs, HttpNarrow, HttpBody, HttpRequest, HttpLines, HttpWants, HttpHaves, HttpBodies, HttpBodyTime,
        HttpProcesses, HttpQueue, HttpQueueTime, HttpFetch,
        HttpRate, PublishQueue, PublishBatch, RelayBacklog, RelayRetry, NodesInbox, NodesBatch, NodesBatchTime, NodesBeat, NodesOutbox,
        RunsRecords, RunsConfirm, RunsFarewell, RunsClosings, RunsGaspSilence, RunsAnnounced,
    ];

    private static bool IsEndPoint(string text) => IPEndPoint.TryParse(text, out _) && text.Contains(':');

    private static bool IsGiven(string text) => text.Length > 0 && !text.Any(char.IsControl);
}
