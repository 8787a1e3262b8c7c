using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.HomeAssistant;
using Decent.Instance.Nodes;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;
using Decent.Instance.Runs;
using Decent.Instance.SmartHttp;
using static Decent.Instance.Configuration.InstanceSettings;

namespace Decent.Instance.Configuration;

/// <summary>Makes options of settings.</summary>
internal static class ConfiguredInstance
{
    /// <summary>The options of a daemon.</summary>
    /// <param name="given">Without mistakes.</param>
    /// <param name="state">Full path of the state folder.</param>
    public static InstanceOptions Options(EffectiveConfiguration given, string state) => new()
    {
        State = state,
        Listen = given.Texts(Listen),
        Id = given.Of(Id),
        ContentBytesMax = given.Of(ContentBytes),
        Enrolment = new EnrolmentOptions
        {
            Instance = given.Of(Address) ?? "", WaitingMax = (int)given.Of(EnrolWaiting), WaitingPerAddressMax = (int)given.Of(EnrolPerAddress),
            SilenceSeconds = (int)given.Of(EnrolSilence), WaitSeconds = (int)given.Of(EnrolWait),
        },
        Broker = new BrokerOptions
        {
            Listen = given.Of(MqttListen)!, Tls = given.Of(MqttTls) ? true : null, Plain = given.Of(MqttPlain), CertificateLookDays = (int)given.Of(MqttLook),
            External = given.Of(MqttBroker), ExternalCa = given.Of(MqttBrokerCa), PasswordFile = given.Of(MqttPassword), None = !given.Of(MqttEnabled),
            Executable = given.Of(MqttProgram)!,
        },
        HomeAssistant = new HaOptions { Enabled = given.Of(HaEnabled), Prefix = given.Of(HaPrefix)!, GatherSeconds = (int)given.Of(HaGather) },
        Git = new GitOptions
        {
            Executable = given.Of(GitProgram)!, CommandBudget = given.Of(InstanceSettings.GitCommand), ImportBytesPerSecondMin = given.Of(GitImport),
            OutputBytesMax = (int)given.Of(GitOutput), BigFileBytes = given.Of(GitBigFile), ScrapsMax = (int)given.Of(GitScraps),
        },
        SmartHttp = SmartHttp(given),
        Publishing = new PublishingOptions { QueueMax = (int)given.Of(PublishQueue), BatchMax = (int)given.Of(PublishBatch) },
        Relay = new RelayOptions { BacklogMax = (int)given.Of(RelayBacklog), RetrySeconds = (int)given.Of(RelayRetry) },
        Nodes = new NodesOptions
        {
            InboxMax = (int)given.Of(NodesInbox), BatchMax = (int)given.Of(NodesBatch), BatchMs = (int)given.Of(NodesBatchTime),
            BeatSeconds = (int)given.Of(NodesBeat), OutboxMax = (int)given.Of(NodesOutbox),
        },
        Runs = new RunsOptions
        {
            RecordsMax = (int)given.Of(RunsRecords), ConfirmMs = (int)given.Of(RunsConfirm), FarewellMs = (int)given.Of(RunsFarewell),
            ClosingsMax = (int)given.Of(RunsClosings),
            GaspSilenceMs = (int)given.Of(RunsGaspSilence),
            AnnouncedMax = (int)given.Of(RunsAnnounced),
        },
        ConfigurationFile = given.ToFile(),
    };

    private static SmartHttpOptions SmartHttp(EffectiveConfiguration given) => new()
    {
        OldProtocolRefsMax = (int)given.Of(HttpOldRefs), NarrowAbove = (int)given.Of(HttpNarrow),
        BodyBytesMax = given.Of(HttpBody), RequestBytesMax = given.Of(InstanceSettings.HttpRequest),
        LinesMax = (int)given.Of(HttpLines), WantsMax = (int)given.Of(HttpWants), HavesMax = (int)given.Of(HttpHaves),
        BodiesMax = (int)given.Of(HttpBodies), BodyBudget = given.Of(HttpBodyTime), ProcessesMax = (int)given.Of(HttpProcesses),
        QueueMax = (int)given.Of(HttpQueue), QueueBudget = given.Of(HttpQueueTime), FetchBudget = given.Of(HttpFetch),
        BytesPerSecondMin = (int)given.Of(HttpRate),
    };
}
