namespace Decent.Mqtt.Tests;

/// <summary>What every client library must survive.</summary>
public abstract class MqttLinkFaultContract : BrokerTest
{
    private protected abstract IMqttLink Make(MqttLinkOptions options, EventLog? log = null);

    [Fact]
    public async Task A_link_returns_to_a_killed_broker_with_its_subscriptions()
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        await link.Hears("decent/one/#");
        await link.Hears("decent/two/#", MqttQos.AtMostOnce);
        var lost = link.Reaches(MqttLinkState.Disconnected);
        Signals.Send(Broker.ProcessId, Signals.Kill);
        await lost;
        await link.Reaches(MqttLinkState.Connected);
        Assert.True(link.Connection > 1);
        Assert.NotNull(link.LastError);
        Assert.Equal(MqttPublishResult.Sent, await link.Says("decent/one/x", "1"));
        Assert.Equal(MqttPublishResult.Sent, await link.Says("decent/two/x", "2"));
        Assert.Equal("1", (await link.Next()).Text());
        Assert.Equal("2", (await link.Next()).Text());
    }

    [Fact]
    public async Task A_filter_remembered_while_offline_is_in_place_once_connected()
    {
        await using var link = Make(Some.NodeLink(Broker.Port, "node-c"));
        await link.Reaches(MqttLinkState.Refused);
        await link.Hears("decent/1/77/node-c/dn/#");
        Assert.Equal(MqttPublishResult.NotConnected, await link.Says("decent/1/77/node-c/up/s", ""));
        await Broker.SetUsersAsync([Some.User("full"), Some.User("node-c")], Cancel);
        await link.Reaches(MqttLinkState.Connected);
        await using var full = Make(Some.Link(Broker.Port));
        await full.Reaches(MqttLinkState.Connected);
        await full.Says("decent/1/77/node-c/dn/c", "command");
        Assert.Equal("command", (await link.Next()).Text());
    }

    [Fact]
    public async Task A_late_will_tells_whose_it_is_and_a_birth_takes_its_place()
    {
        const string State = "decent/state";
        var will = new MqttMessage { Topic = State, Payload = Some.Bytes("dead 1"), Qos = MqttQos.AtLeastOnce, Retain = true };
        var earlier = Make(Patient("earlier", will: will));
        await earlier.Reaches(MqttLinkState.Connected);
        await using var later = Make(Some.Link(Broker.Port, "later"));
        await later.Reaches(MqttLinkState.Connected);
        await later.Hears(State);
        Assert.Equal(MqttPublishResult.Sent, await later.Says(State, "born 2", retain: true));
        Assert.Equal("born 2", (await later.Next()).Text());
        await earlier.DisposeAsync();
        var late = await later.Next();
        Assert.Equal(("dead 1", false), (late.Text(), late.Retain));
        Assert.Equal(MqttPublishResult.Sent, await later.Says(State, "born 2", retain: true));
        await using var reader = Make(Some.Link(Broker.Port, "reader"));
        await reader.Reaches(MqttLinkState.Connected);
        await reader.Hears(State);
        var kept = await reader.Next();
        Assert.Equal(("born 2", true), (kept.Text(), kept.Retain));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Revoked_credentials_end_the_connection_and_are_refused_until_they_are_good_again(bool isRotated)
    {
        await using var link = Make(Some.NodeLink(Broker.Port, "node-a"));
        await link.Reaches(MqttLinkState.Connected);
        await link.Hears("decent/1/0a/node-a/dn/#");
        var refused = link.Reaches(MqttLinkState.Refused);
        MosquittoUser[] others = isRotated ? [MosquittoUser.WithPassword("node-a", "another")] : [];
        await Broker.SetUsersAsync([Some.User("full"), .. others], Cancel);
        await refused;
        Assert.Equal(MqttPublishResult.NotConnected, await link.Says("decent/1/0a/node-a/up/c", ""));
        // A broker that begins anew refuses as well.
        Signals.Send(Broker.ProcessId, Signals.Kill);
        await using var full = Make(Some.Link(Broker.Port));
        await full.Reaches(MqttLinkState.Connected);
        await link.Refused(after: link.Connection);
        await Broker.SetUsersAsync([Some.User("full"), Some.User("node-a")], Cancel);
        await link.Reaches(MqttLinkState.Connected);
        await full.Says("decent/1/0a/node-a/dn/c", "welcome back");
        Assert.Equal("welcome back", (await link.Next()).Text());
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_broker_stops_in_order_and_starts_again()
    {
        const int Count = 300;
        await using (var away = Make(Sleeping()))
        {
            await away.Reaches(MqttLinkState.Connected);
            await away.Hears("decent/queued/#");
        }
        await using var writer = Make(Some.Link(Broker.Port, "writer"));
        await writer.Reaches(MqttLinkState.Connected);
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(MqttPublishResult.Sent, await writer.Says($"decent/kept/{i}", $"{i}", retain: true));
            Assert.Equal(MqttPublishResult.Sent, await writer.Says("decent/queued/x", $"{i}"));
        }
        var lost = writer.Reaches(MqttLinkState.Disconnected);
        Signals.Send(Broker.ProcessId, Signals.Terminate);
        await lost;
        await using var back = Make(Sleeping());
        await back.Reaches(MqttLinkState.Connected);
        for (var i = 0; i < Count; i++)
            Assert.Equal($"{i}", (await back.Next()).Text());
        await back.Hears("decent/kept/#");
        var kept = new HashSet<string>();
        while (kept.Count < Count)
            Assert.True(kept.Add((await back.Next()).Topic));
    }

    [Fact]
    public async Task A_half_open_connection_is_noticed_idle_and_while_publishing()
    {
        await using var idle = Make(Dying("idle"));
        await using var busy = Make(Dying("busy"));
        await idle.Reaches(MqttLinkState.Connected);
        await busy.Reaches(MqttLinkState.Connected);
        var idleLost = idle.Reaches(MqttLinkState.Disconnected);
        var busyLost = busy.Reaches(MqttLinkState.Disconnected);
        var broker = Broker.ProcessId;
        Signals.Send(broker, Signals.Stop);
        try
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            while (!busyLost.IsCompleted && await pace.WaitForNextTickAsync(Cancel))
                await busy.Says("decent/x", "into the void", MqttQos.AtMostOnce);
            await busyLost;
            await idleLost;
        }
        finally
        {
            Signals.Send(broker, Signals.Continue);
        }
        await busy.Reaches(MqttLinkState.Connected);
    }

    [Fact]
    public async Task An_unacknowledged_message_times_out_and_then_counts_as_not_delivered()
    {
        await using var link = Make(Waiting("waiting", publishTimeoutSeconds: 1));
        await using var patient = Make(Waiting("patient", publishTimeoutSeconds: 60));
        await link.Reaches(MqttLinkState.Connected);
        await patient.Reaches(MqttLinkState.Connected);
        var (connection, patientConnection) = (link.Connection, patient.Connection);
        var broker = Broker.ProcessId;
        Signals.Send(broker, Signals.Stop);
        try
        {
            Assert.Equal(MqttPublishResult.TimedOut, await link.Says("decent/x", ""));
            using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var cancelled = patient.PublishAsync("decent/x", default, MqttQos.AtLeastOnce, false, impatient.Token).AsTask();
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        }
        finally
        {
            Signals.Send(broker, Signals.Continue);
        }
        // A broker that was just let go on may need more than a second for its answer.
        var began = TimeProvider.System.GetTimestamp();
        var result = await link.Says("decent/x", "");
        while (result == MqttPublishResult.TimedOut && TimeProvider.System.GetElapsedTime(began) < Some.Patience)
            result = await link.Says("decent/x", "");
        Assert.Equal(MqttPublishResult.Sent, result);
        Assert.Equal((connection, patientConnection), (link.Connection, patient.Connection));
    }

    [Fact]
    public async Task Two_links_with_one_id_do_not_storm()
    {
        var connections = 0;
        var storm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = Patient("twin");
        await using var one = Make(options);
        await using var other = Make(options);
        one.Changed += Count;
        other.Changed += Count;
        await one.Reaches(MqttLinkState.Disconnected);
        // Back-off that resets at each acceptance makes about 100 connections in this time.
        await Assert.ThrowsAsync<TimeoutException>(() => storm.Task.WaitAsync(TimeSpan.FromSeconds(6), TimeProvider.System, Cancel));
        Assert.True(connections > 1);

        void Count(MqttLinkChange change)
        {
            if (change.State == MqttLinkState.Connected && Interlocked.Increment(ref connections) == 40)
                storm.TrySetResult();
        }
    }

    [Fact]
    public async Task A_full_inbox_holds_the_broker_back_and_loses_nothing()
    {
        var log = new EventLog();
        await using var slow = Make(Patient("slow", inboxCapacity: 4), log);
        await using var fast = Make(Some.Link(Broker.Port, "fast"));
        await FillAsync(slow, fast, log);
        for (var i = 0; i < 300; i++)
            Assert.Equal($"decent/flood/{i}", (await slow.Next()).Topic);
        Assert.Equal(1, slow.Connection);
    }

    [Fact]
    public async Task A_link_with_a_full_inbox_can_be_disposed()
    {
        var log = new EventLog();
        var will = new MqttMessage { Topic = "decent/will", Payload = Some.Bytes("slow is gone"), Qos = MqttQos.AtLeastOnce, Retain = false };
        var slow = Make(Patient("slow", inboxCapacity: 4, will), log);
        await using var fast = Make(Some.Link(Broker.Port, "fast"));
        await FillAsync(slow, fast, log);
        await fast.Hears("decent/will");
        await slow.DisposeAsync().AsTask().WaitAsync(Some.Patience, TimeProvider.System, Cancel);
        Assert.Equal(MqttLinkState.Closed, slow.State);
        // Its connection is closed, and nobody read the rest of the inbox for that.
        Assert.Equal("slow is gone", (await fast.Next()).Text());
    }

    [Fact]
    public async Task A_link_works_above_1024_descriptors()
    {
        var many = Enumerable.Range(0, 1100).Select(_ => File.OpenHandle("/dev/null")).ToList();
        try
        {
            Assert.True(many.Max(h => h.DangerousGetHandle()) > 1024);
            await using var link = Make(Some.Link(Broker.Port));
            await link.Reaches(MqttLinkState.Connected);
            await link.Hears("decent/high");
            Assert.Equal(MqttPublishResult.Sent, await link.Says("decent/high", "x"));
            Assert.Equal("x", (await link.Next()).Text());
        }
        finally
        {
            many.ForEach(handle => handle.Dispose());
        }
    }

    private async Task FillAsync(IMqttLink slow, IMqttLink fast, EventLog log)
    {
        await slow.Reaches(MqttLinkState.Connected);
        await fast.Reaches(MqttLinkState.Connected);
        await slow.Hears("decent/flood/#");
        var sent = new List<Task<MqttPublishResult>>();
        for (var i = 0; i < 300; i++)
            sent.Add(fast.Says($"decent/flood/{i}", "x"));
        Assert.All(await Task.WhenAll(sent), result => Assert.Equal(MqttPublishResult.Sent, result));
        await log.Seen(526);
        Assert.Equal(4, slow.Inbox.Count);
    }

    private MqttLinkOptions Sleeping() => new()
    {
        Host = "127.0.0.1",
        Port = Broker.Port,
        ClientId = "sleeper",
        UserName = "full",
        Password = Some.Password,
        CleanStart = false,
        SessionExpirySeconds = 3600,
        ReconnectMinMs = 50,
        ReconnectMaxMs = 500,
    };

    private MqttLinkOptions Patient(string clientId, int inboxCapacity = 1024, MqttMessage? will = null) => new()
    {
        Host = "127.0.0.1", Port = Broker.Port, ClientId = clientId, UserName = "full", Password = Some.Password,
        Will = will,
        InboxCapacity = inboxCapacity,
        ReconnectMinMs = 100,
        ReconnectMaxMs = 5000,
    };

    /// <summary>Keeps its connection to a broker that stands still for a while.</summary>
    private MqttLinkOptions Waiting(string clientId, int publishTimeoutSeconds) => new()
    {
        Host = "127.0.0.1", Port = Broker.Port, ClientId = clientId, UserName = "full", Password = Some.Password,
        PublishTimeoutSeconds = publishTimeoutSeconds,
    };

    private MqttLinkOptions Dying(string clientId) => new()
    {
        Host = "127.0.0.1", Port = Broker.Port, ClientId = clientId, UserName = "full", Password = Some.Password,
        KeepAliveSeconds = 5,
        ConnectTimeoutSeconds = 2,
        ReconnectMinMs = 50,
        ReconnectMaxMs = 500,
    };
}
