using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Cli;
using Decent.Hosting.Identity;

namespace Decent.Edge.Enrolling;

/// <summary>
/// Asks an instance to be let in, until an operator has approved. It believes only credentials that were sealed for its own key and signed by the very
/// key that is part of the code it showed.
/// </summary>
public sealed class EnrolmentCall : IDisposable
{
    /// <summary>Between two questions.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly ECDiffieHellman _own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly HeadKey _key;
    private readonly string _name;

    /// <summary>One question by one key.</summary>
    /// <param name="http">Its base address is the instance's.</param>
    /// <param name="name">A valid node name.</param>
    public EnrolmentCall(HttpClient http, string name, TimeProvider time)
    {
        (_http, _name, _time) = (http, name, time);
        _key = HeadKey.TryRead(_own.ExportSubjectPublicKeyInfo(), out HeadKey? key)
            ? key
            : throw new InvalidOperationException("The cryptography library made a key that is no P-256 key.");
    }

    /// <summary>Returns the credentials once they are there.</summary>
    /// <param name="say">Takes sentences for the person: the code first.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="CliException">The instance refuses, or what it sends is not for this node.</exception>
    public async Task<NodeCredentials> RunAsync(Action<string> say, CancellationToken ct)
    {
        HeadKey? instance = null;
        string said = "";
        while (true)
        {
            (EnrolmentAnswer? answer, string trouble) = await AskAsync(ct);
            if (answer is not null)
            {
                instance = Same(instance, answer.InstanceKey);
                if (answer.Sealed is not null)
                {
                    return Open(answer, instance);
                }

                trouble = $"Code {EnrolmentCode.Of(_name, _key, instance)}. Compare it with 'decent-instance nodes', "
                    + $"then: decent-instance nodes approve {_name}";
            }

            if (trouble != said)
            {
                say(trouble);
            }

            said = trouble;
            await Task.Delay(Pause, _time, ct);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _own.Dispose();

    private static HeadKey Same(HeadKey? before, string text) =>
        !HeadKey.TryParse(text, out HeadKey? told) ? throw new CliException("What answers there is no instance of this version.")
        : before is not null && !before.Equals(told) ? throw new CliException("The instance's key has changed since the code was shown. Begin again.")
        : told;

    private async Task<(EnrolmentAnswer? Answer, string Trouble)> AskAsync(CancellationToken ct)
    {
        EnrolmentAsk ask = new() { Name = _name, Kind = "edge", Key = _key.Text };
        try
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync("api/v1/enrol", ask, EnrolmentJson.Default.EnrolmentAsk, ct);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted)
            {
                return (await response.Content.ReadFromJsonAsync(EnrolmentJson.Default.EnrolmentAnswer, ct), "");
            }

            string reason = Sentence(await response.Content.ReadAsStringAsync(ct));
            return response.StatusCode == HttpStatusCode.ServiceUnavailable
                ? (null, $"The instance cannot take the question now and is asked again: {reason}")
                : throw new CliException($"The instance refuses: {reason}");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return (null, $"{_http.BaseAddress} does not answer and is asked again: {error.Message}");
        }
    }

    /// <summary>An instance's refusal without its JSON; anything else as it is.</summary>
    private static string Sentence(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out JsonElement error)
                ? error.ToString()
                : body;
        }
        catch (JsonException)
        {
            return body; // Something that is no instance answers in its own way.
        }
    }

    private NodeCredentials Open(EnrolmentAnswer answer, HeadKey instance)
    {
        const string Foreign = "What came was not made for this node by the instance whose key is in the code: somebody stands between. Begin again.";
        byte[] sealedBytes = Read(answer.Sealed);
        if (!instance.Verifies(EnrolmentSeal.Signed(sealedBytes), Read(answer.Signature))
            || !EnrolmentSeal.TryOpen(_own, instance, sealedBytes, out byte[]? plain))
        {
            throw new CliException(Foreign);
        }

        try
        {
            if (JsonSerializer.Deserialize(plain, EnrolmentJson.Default.NodeCredentials) is { } credentials && credentials.InstanceKey == instance.Text)
            {
                return credentials;
            }
        }
        catch (JsonException error)
        {
            throw new CliException("The instance sent credentials that this version does not read.", error);
        }

        throw new CliException(Foreign);
    }

    private static byte[] Read(string? text) => text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
}
