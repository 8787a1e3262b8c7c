using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Decent.Content;
using Decent.Edge.Enrolling;
using Decent.Hosting.Cli;
using Decent.Hosting.Identity;

namespace Decent.Edge.Tests.Enrolling;

/// <summary>What an edge believes when it asks to be let in, from an instance that is played here.</summary>
public sealed class EnrolmentCallTests : HttpMessageHandler
{
    private readonly ECDsa _instance = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Queue<Func<EnrolmentAsk, HttpResponseMessage>> _answers = new();
    private readonly List<string> _said = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_waits_through_trouble_and_takes_what_was_sealed_and_signed_for_it()
    {
        _answers.Enqueue(_ => throw new HttpRequestException("nobody there"));
        _answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("too many") });
        _answers.Enqueue(_ => Waiting(_instance));
        _answers.Enqueue(_ => Waiting(_instance));
        _answers.Enqueue(ask => Approved(ask, _instance, _instance));
        NodeCredentials credentials = await RunAsync();
        Assert.Equal(("kitchen-pi", "secret"), (credentials.Name, credentials.MqttSecret));
        Assert.Equal(3, _said.Count);
        Assert.Contains("nobody there", _said[0], StringComparison.Ordinal);
        Assert.Contains("too many", _said[1], StringComparison.Ordinal);
        Assert.Matches("^Code [0-9a-z]{5}-[0-9a-z]{5}\\. .*nodes approve kitchen-pi$", _said[2]);
    }

    [Fact]
    public async Task An_instance_whose_key_changes_after_the_code_was_shown_is_not_believed()
    {
        _answers.Enqueue(_ => Waiting(_instance));
        _answers.Enqueue(ask => Approved(ask, _other, _other));
        Assert.Contains("key has changed", (await Assert.ThrowsAsync<CliException>(RunAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_shown_key_did_not_sign_is_not_believed()
    {
        _answers.Enqueue(_ => Waiting(_instance));
        _answers.Enqueue(ask => Approved(ask, _instance, _other));
        Assert.Contains("somebody stands between", (await Assert.ThrowsAsync<CliException>(RunAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_sealed_for_another_node_are_not_taken()
    {
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _answers.Enqueue(ask => Approved(ask with { Key = Key(stranger).Text }, _instance, _instance));
        Assert.Contains("somebody stands between", (await Assert.ThrowsAsync<CliException>(RunAsync)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"instanceKey":"AAAA"}""")]
    [InlineData("""{"instanceKey":""}""")]
    public async Task What_is_no_instance_is_said_to_be_none(string body)
    {
        _answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new StringContent(body) });
        _answers.Enqueue(_ => Waiting(_instance));
        Assert.Contains("no instance", (await Assert.ThrowsAsync<CliException>(RunAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_ends_the_waiting_with_the_instances_reason()
    {
        _answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.Conflict)
        {
            Content = new StringContent("""{"status":409,"error":"There is a node kitchen-pi already"}"""),
        });
        Assert.Equal("The instance refuses: There is a node kitchen-pi already", (await Assert.ThrowsAsync<CliException>(RunAsync)).Message);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("/api/v1/enrol", request.RequestUri!.AbsolutePath);
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        return _answers.Dequeue()(JsonSerializer.Deserialize(body, EnrolmentJson.Default.EnrolmentAsk)!);
    }

    protected override void Dispose(bool disposing)
    {
        _instance.Dispose();
        _other.Dispose();
        base.Dispose(disposing);
    }

    private async Task<NodeCredentials> RunAsync()
    {
        using HttpClient http = new(this, disposeHandler: false) { BaseAddress = new Uri("http://instance:4970") };
        using EnrolmentCall call = new(http, "kitchen-pi", new HastyTime());
        return await call.RunAsync(_said.Add, Ct);
    }

    private static HttpResponseMessage Waiting(ECDsa instance) => Answer(HttpStatusCode.Accepted, new EnrolmentAnswer { InstanceKey = Key(instance).Text });

    private static HttpResponseMessage Approved(EnrolmentAsk ask, ECDsa instance, ECDsa signer)
    {
        Assert.True(HeadKey.TryParse(ask.Key, out HeadKey? node));
        NodeCredentials credentials = new() { Name = ask.Name, MqttSecret = "secret", NodeKey = "", InstanceKey = Key(instance).Text };
        byte[] bytes = EnrolmentSeal.Seal(node, Key(instance), JsonSerializer.SerializeToUtf8Bytes(credentials, EnrolmentJson.Default.NodeCredentials));
        byte[] signature = signer.SignData(EnrolmentSeal.Signed(bytes), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return Answer(HttpStatusCode.OK, new EnrolmentAnswer
        {
            InstanceKey = Key(instance).Text, Sealed = Base64Url.EncodeToString(bytes), Signature = Base64Url.EncodeToString(signature),
        });
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, EnrolmentAnswer answer) => new(status)
    {
        Content = new StringContent(JsonSerializer.Serialize(answer, EnrolmentJson.Default.EnrolmentAnswer)),
    };

    private static HeadKey Key(ECDsa key) => HeadKey.TryRead(key.ExportSubjectPublicKeyInfo(), out HeadKey? read)
        ? read
        : throw new InvalidOperationException("No P-256 key.");

    /// <summary>Whatever waits has waited.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
