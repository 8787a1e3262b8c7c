using System.Security.Cryptography;
using System.Text;
using Decent.Firmware.Bootstrap;
using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Bootstrap;

public sealed class BootstrapTests
{
    private const string Instance = "http://instance:4970";
    private const string Good = """{"broker":"b.lan:1884","time":1800000000,"edge":"http://edge:4980","offered":50000,"blocks":12,"more":[1]}""";
    private readonly RamFlash _journal = new();
    private readonly NotedEvents _events = new();
    private readonly byte[] _key = Some.Identity().Key;

    [Fact]
    public void A_proved_answer_names_broker_and_edge_and_is_kept_for_the_next_start()
    {
        var bench = Bench(_journal);
        Answer(bench, 100, Good);
        bench.RunUntil(2_000);
        Assert.Matches("^http://instance:4970/api/v1/bootstrap\\?node=board-a&nonce=[0-9a-f]{16}$", bench.Http.Urls[0]);
        Assert.Equal(("b.lan", 1884), (bench.Identity.BrokerHost, bench.Identity.BrokerPort));
        Assert.Single(bench.Mqtt.Asked, a => a.StartsWith("open", StringComparison.Ordinal));
        Assert.Contains(EventCode.BootstrapTaken, bench.Events.Codes);
        var away = Bench(_journal.Reboot());
        Assert.True(away.Start());
        Assert.Equal(("b.lan", 1884), (away.Identity.BrokerHost, away.Identity.BrokerPort));
        Assert.Contains(EventCode.BootstrapKept, away.Events.Codes);
    }

    [Fact]
    public void The_authority_of_a_broker_is_learnt_with_it_and_kept_for_the_next_start()
    {
        var bench = Bench(_journal);
        Answer(bench, 100, Good.Replace("\"time\"", "\"ca\":\"30820a\",\"time\""));
        bench.RunUntil(2_000);
        Assert.Equal([0x30, 0x82, 0x0a], bench.Identity.BrokerCa);
        var away = Bench(_journal.Reboot());
        Assert.True(away.Start());
        Assert.Equal("b.lan", away.Identity.BrokerHost);
        Assert.Equal([0x30, 0x82, 0x0a], away.Identity.BrokerCa);
        Answer(away, 100, Good);
        away.RunUntil(2_000);
        Assert.Empty(away.Identity.BrokerCa);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("xx")]
    [InlineData(null)]
    public void A_broker_whose_authority_cannot_be_read_is_not_gone_to_in_plain(string? ca)
    {
        var bench = Bench(_journal);
        Answer(bench, 100, Good.Replace("\"time\"", $"\"ca\":\"{ca ?? new string('0', 2 * Limits.CaBytesMax + 2)}\",\"time\""));
        bench.RunUntil(2_000);
        Assert.Equal(("", 0), (bench.Identity.BrokerHost, bench.Identity.BrokerCa.Length));
    }

    [Theory]
    [InlineData("broker:1883", true)]
    [InlineData("broker:8883", false)]
    public void A_broker_of_the_record_is_verified_when_the_instance_names_the_same(string named, bool isTaken)
    {
        var identity = Some.Identity(Instance);
        identity.Instance = Instance;
        var bench = new NodeBench(identity) { Journal = _journal };
        Answer(bench, 100, $"{{\"broker\":\"{named}\",\"ca\":\"30\"}}");
        bench.RunUntil(2_000);
        Assert.Equal(("broker", 1883, isTaken ? 1 : 0), (identity.BrokerHost, identity.BrokerPort, identity.BrokerCa.Length));
    }

    [Fact]
    public void A_broker_of_the_record_stays()
    {
        var identity = Some.Identity(Instance);
        identity.Instance = Instance;
        var bench = new NodeBench(identity) { Journal = _journal };
        Answer(bench, 100, Good);
        bench.RunUntil(2_000);
        Assert.Equal(("broker", 1883), (identity.BrokerHost, identity.BrokerPort));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_forged_answer_means_nothing(string proof)
    {
        var bench = Bench(_journal);
        bench.At(100, () => bench.Http.Answer(HttpState.Done, Encoding.UTF8.GetBytes(Good), proof));
        bench.RunUntil(2_000);
        Assert.Equal("", bench.Identity.BrokerHost);
        Assert.Contains(EventCode.BootstrapFailed, bench.Events.Codes);
        Assert.DoesNotContain(EventCode.BootstrapKept, Bench(_journal.Reboot()).Started().Events.Codes);
    }

    [Fact]
    public void An_answer_recorded_for_another_nonce_means_nothing()
    {
        var bench = Bench(_journal);
        bench.At(100, () => bench.Http.Answer(HttpState.Done, Encoding.UTF8.GetBytes(Good), Proof(Good, new byte[8])));
        bench.RunUntil(2_000);
        Assert.Equal("", bench.Identity.BrokerHost);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"time\":1e99}")]
    [InlineData("{\"hold\":[[[[[[[[]]]]]]]]}")]
    [InlineData("{\"hold\":[1,2]}")]
    [InlineData("{\"blocks\":99999999999}")]
    [InlineData("{\"broker\":{}}")]
    public void Proved_bytes_that_are_no_answer_change_nothing_and_never_throw(string body)
    {
        var bench = Bench(_journal);
        Answer(bench, 100, body);
        bench.RunUntil(2_000);
        Assert.Equal("", bench.Identity.BrokerHost);
        Assert.Contains(EventCode.BootstrapFailed, bench.Events.Codes);
    }

    [Theory]
    [InlineData("{\"broker\":\"no port\",\"edge\":\"ftp://x\",\"offered\":1,\"blocks\":-5,\"hold\":[null,\"xyz\",\"\"]}")]
    [InlineData("{\"broker\":\":1\",\"edge\":\"http://\",\"offered\":2000000000,\"blocks\":2000000000}")]
    [InlineData("{\"broker\":\"b:0\",\"edge\":\"http://a/b\"}")]
    [InlineData("{\"broker\":\"a/b:1883\",\"edge\":\"http://edge:4980/\"}")]
    [InlineData("{\"broker\":\"user@b:1883\",\"edge\":\"http://user@edge\"}")]
    [InlineData("{\"broker\":\"b\\u0001:1883\",\"edge\":\"http://e\\u0000dge\"}")]
    [InlineData("{\"broker\":\"b:+1883\",\"edge\":\"http://edge:-1\"}")]
    [InlineData("{\"broker\":\"b: 1883\"}")]
    [InlineData("{\"broker\":\"gr\u00fcn:1883\"}")]
    [InlineData("{\"broker\":null,\"edge\":null,\"hold\":null}")]
    public void Members_out_of_range_leave_what_the_node_has(string body)
    {
        var bench = Bench(_journal);
        Answer(bench, 100, body);
        bench.RunUntil(2_000);
        Assert.Equal("", bench.Identity.BrokerHost);
        Assert.Contains(EventCode.BootstrapTaken, bench.Events.Codes);
    }

    [Fact]
    public void It_is_asked_again_hourly_when_well_and_every_ten_minutes_when_away_give_or_take_a_fifth()
    {
        var bench = Bench(_journal);
        List<long> asked = [];
        var well = false;
        bench.Each = () =>
        {
            if (!bench.Http.IsRunning) return;
            asked.Add(bench.NowMs);
            if (well) bench.Http.Answer(HttpState.Done, Encoding.UTF8.GetBytes("{\"time\":5}"), Proof("{\"time\":5}", Nonce(bench)));
            else bench.Http.Answer(HttpState.Failed);
            if (asked.Count == 4) well = true;
        };
        bench.RunUntil(15_000_000);
        var waits = asked.Zip(asked.Skip(1), (a, b) => b - a).ToArray();
        Assert.All(waits.Take(4), w => Assert.InRange(w, 480_000, 720_200));
        Assert.All(waits.Skip(4), w => Assert.InRange(w, 2_880_000, 4_320_200));
        Assert.True(waits.Length >= 6);
    }

    [Fact]
    public void The_same_answer_with_another_time_is_not_written_again()
    {
        var call = Call(out var http, out _);
        for (var i = 0; i < 3; i++)
        {
            var before = _journal.Operations;
            var text = Good.Replace("1800000000", (1_800_000_000 + i).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.NotNull(Take(call, http, i * 10_000_000, text));
            Assert.Equal(i == 0, _journal.Operations > before);
        }
    }

    [Theory]
    [InlineData(0ul, false)]
    [InlineData(1_800_000_200ul, false)]
    [InlineData(1_800_000_400ul, true)]
    [InlineData(1_700_000_000ul, true)]
    public void A_clock_that_differs_by_five_minutes_is_told_of(ulong wall, bool told)
    {
        var bench = Bench(_journal);
        bench.WallSeconds = wall;
        Answer(bench, 100, Good);
        bench.RunUntil(2_000);
        Assert.Equal(told, bench.Events.Codes.Contains(EventCode.ClockDiffers));
    }

    [Theory]
    [InlineData(195, true)]
    [InlineData(196, false)]
    [InlineData(254, false)]
    public void A_brokers_name_may_be_as_long_as_in_the_boards_own_record(int hostChars, bool isTaken)
    {
        var bench = Bench(_journal);
        Answer(bench, 100, $$"""{"broker":"{{new string('b', hostChars)}}:1884"}""");
        bench.RunUntil(2_000);
        Assert.Equal(isTaken ? hostChars : 0, bench.Identity.BrokerHost.Length);
    }

    [Fact]
    public void A_node_that_learns_its_broker_late_has_been_up_since_its_start()
    {
        var bench = Bench(_journal);
        bench.Each = () =>
        {
            if (bench.NowMs >= 900_000 && bench.Http.IsRunning) bench.Http.Answer(HttpState.Done, Encoding.UTF8.GetBytes(Good), Proof(Good, Nonce(bench)));
            else if (bench.Http.IsRunning) bench.Http.Answer(HttpState.Failed);
            if (bench.Mqtt.State == MqttState.Connecting) bench.Mqtt.State = MqttState.Connected;
        };
        bench.RunUntil(1_700_000);
        var birth = new Birth();
        Assert.True(birth.TryRead(bench.Mqtt.Of("s")[0], bench.Mqtt.Of("s")[0].Length));
        Assert.InRange(birth.Envelope.UptimeSeconds, 900u, 1_650u);
    }

    [Fact]
    public void An_answer_that_the_drive_would_not_keep_counts_is_told_of_and_kept_with_the_next_one()
    {
        var call = Call(out var http, out _);
        _journal.Broken = true;
        Assert.NotNull(Take(call, http, 0));
        Assert.Equal(1u, call.FlashFailures);
        Assert.Equal([(EventCode.BootstrapUnkept, 1L)], _events.Noted.Where(e => e.Code == EventCode.BootstrapUnkept));
        _journal.Broken = false;
        Assert.NotNull(Take(call, http, 10_000_000));
        Assert.Equal(1u, call.FlashFailures);
        Assert.Equal(Good.Length, new BootstrapFile(_journal.Reboot()).Load(new byte[4096]));
    }

    private static NodeBench Bench(RamFlash journal)
    {
        var identity = Some.Identity(Instance);
        (identity.Instance, identity.BrokerHost, identity.BrokerPort) = (Instance, "", 0);
        return new NodeBench(identity) { Journal = journal };
    }

    private BootstrapCall Call(out FakeHttp http, out byte[] body)
    {
        var identity = Some.Identity();
        identity.Instance = Instance;
        (http, body) = (new FakeHttp(), new byte[4096]);
        var call = new BootstrapCall(
            new BootstrapOptions(), identity, http, new HostHmac(), new BootstrapJson(), _journal, new Peer.Rng(1), _events, body);
        Assert.Null(call.Load());
        return call;
    }

    private BootstrapAnswer? Take(BootstrapCall call, FakeHttp http, long nowMs, string text = Good)
    {
        call.Tick(nowMs, 0);
        http.Answer(HttpState.Done, Encoding.UTF8.GetBytes(text), Proof(text, Nonce(http)));
        return call.Tick(nowMs + 50, 0);
    }

    private void Answer(NodeBench bench, long atMs, string text) => bench.At(atMs,
        () => bench.Http.Answer(HttpState.Done, Encoding.UTF8.GetBytes(text), Proof(text, Nonce(bench))));

    private static byte[] Nonce(NodeBench bench) => Nonce(bench.Http);

    private static byte[] Nonce(FakeHttp http) => Convert.FromHexString(http.Urls[^1][^16..]);

    private string Proof(string text, byte[] nonce) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, (byte[])[.. nonce, .. Encoding.UTF8.GetBytes(text)]));
}
