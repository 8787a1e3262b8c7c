namespace Decent.Mqtt.Tests;

public sealed class MosquittoTlsTests : BrokerTest
{
    private Authority _ours = null!;

    private protected override MosquittoOptions Options
    {
        get
        {
            _ours = new Authority(Folder, "ours");
            return new MosquittoOptions
            {
                Folder = Folder,
                Port = FixedPorts.Next(),
                StartTimeoutSeconds = 120,
                StopTimeoutSeconds = 60,
                Acl = Some.Acl,
                Users = [Some.User("full"), Some.User("node-a")],
                NodeListener = new MosquittoListener
                {
                    CertificateFile = _ours.CertificateFile,
                    KeyFile = _ours.KeyFile,
                    UserNameIsClientId = true,
                    Port = FixedPorts.Next(),
                },
            };
        }
    }

    [Fact]
    public async Task Many_large_messages_pass_over_tls()
    {
        await using var full = MqttLinks.Create(Some.Link(Broker.Port), TimeProvider.System, new EventLog());
        await using var node = MqttLinks.Create(Tls("localhost", _ours.CaFile), TimeProvider.System, new EventLog());
        await full.Reaches(MqttLinkState.Connected);
        await node.Reaches(MqttLinkState.Connected);
        await node.Hears("decent/1/0a/node-a/dn/#");
        var payload = Some.Noise(3, 20000);
        for (var i = 0; i < 50; i++)
            Assert.Equal(MqttPublishResult.Sent, await full.PublishAsync("decent/1/0a/node-a/dn/c", payload, MqttQos.AtLeastOnce, false, Cancel));
        for (var i = 0; i < 50; i++)
            Assert.Equal(payload, (await node.Next()).Payload.ToArray());
        Assert.Equal(MqttPublishResult.Sent, await node.PublishAsync("decent/1/0a/node-a/up/l", payload, MqttQos.AtLeastOnce, false, Cancel));
        Assert.Equal(1, node.Connection);
    }

    [Fact]
    public async Task A_copied_client_id_takes_no_connection_from_another_user()
    {
        await using var first = MqttLinks.Create(Tls("localhost", _ours.CaFile, clientId: "copied"), TimeProvider.System, new EventLog());
        await first.Reaches(MqttLinkState.Connected);
        await using var other = MqttLinks.Create(Tls("localhost", _ours.CaFile, "full", "copied"), TimeProvider.System, new EventLog());
        await other.Reaches(MqttLinkState.Connected);
        Assert.Equal(MqttPublishResult.Sent, await first.Says("decent/1/0a/node-a/up/c", ""));
        Assert.Equal(1, first.Connection);
    }

    [Theory]
    [InlineData("127.0.0.1", "ours", "not for 127.0.0.1")]
    [InlineData("localhost", "theirs", "not issued by the authority")]
    [InlineData("localhost", "absent", "is it there, readable and PEM?")]
    public async Task A_broker_that_cannot_prove_its_name_is_not_connected_to(string host, string authority, string sentence)
    {
        var caFile = authority switch
        {
            "ours" => _ours.CaFile,
            "theirs" => new Authority(Folder, "theirs").CaFile,
            _ => Path.Combine(Folder, "absent.pem"),
        };
        await using var link = MqttLinks.Create(Tls(host, caFile), TimeProvider.System, new EventLog());
        var connected = link.WaitForAsync(MqttLinkState.Connected, Cancel);
        await link.Reaches(MqttLinkState.Connecting);
        await link.Reaches(MqttLinkState.Disconnected);
        Assert.False(connected.IsCompleted);
        Assert.Contains(sentence, link.LastError);
        await link.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => connected);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_until_the_broker_has_read_a_new_one()
    {
        var (good, goodKey) = (await File.ReadAllTextAsync(_ours.CertificateFile, Cancel), await File.ReadAllTextAsync(_ours.KeyFile, Cancel));
        var goodCa = Path.Combine(Folder, "good-ca.pem");
        File.Copy(_ours.CaFile, goodCa);
        var expired = new Authority(Folder, "ours", days: 1);
        await Broker.SetUsersAsync([Some.User("node-a")], Cancel);
        await using (var link = MqttLinks.Create(Tls("localhost", expired.CaFile), TimeProvider.System, new EventLog()))
        {
            await link.Reaches(MqttLinkState.Connecting);
            await link.Reaches(MqttLinkState.Disconnected);
            Assert.Contains("not valid at this machine's time", link.LastError);
        }
        await File.WriteAllTextAsync(_ours.CertificateFile, good, Cancel);
        await File.WriteAllTextAsync(_ours.KeyFile, goodKey, Cancel);
        await Broker.SetUsersAsync([Some.User("node-a")], Cancel);
        await using var renewed = MqttLinks.Create(Tls("localhost", goodCa), TimeProvider.System, new EventLog());
        await renewed.Reaches(MqttLinkState.Connected);
    }

    private MqttLinkOptions Tls(string host, string caFile, string user = "node-a", string clientId = "node-a") => new()
    {
        Host = host,
        Port = Broker.NodePort,
        ClientId = clientId,
        UserName = user,
        Password = Some.Password,
        CaFile = caFile,
        ReconnectMinMs = 50,
        ReconnectMaxMs = 500,
    };
}
