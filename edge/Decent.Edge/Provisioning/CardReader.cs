using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Decent.Edge.Cli;
using Decent.Edge.Power;
using Decent.Hosting.Identity;
using Decent.Protocol;

namespace Decent.Edge.Provisioning;

/// <summary>Reads a card's settings, which a person wrote with whatever editor was at hand.</summary>
public static partial class CardReader
{
    /// <summary>Most bytes of the file; a complete one has a tenth of this.</summary>
    public const int BytesMax = 64 * 1024;

    private const int KeysMax = 32;
    private const int FlagsMax = 64;
    private const int SsidBytesMax = 32;

    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 8,
    };

    /// <summary>Never throws. The settings are worth something only when there are no mistakes.</summary>
    /// <param name="bytes">The file: JSON with comments, with or without a byte-order mark.</param>
    /// <returns>The settings, and a sentence for each thing that is wrong.</returns>
    public static (CardSettings Settings, IReadOnlyList<string> Mistakes) Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > BytesMax)
        {
            return (new CardSettings(), [$"The file has more than {BytesMax} bytes: these are no settings."]);
        }

        List<string> mistakes = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, Json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (Settings(new CardObject(document.RootElement, "", mistakes)), mistakes);
            }

            mistakes.Add("The settings stand between { and }.");
        }
        catch (JsonException error)
        {
            mistakes.Add($"Line {(error.LineNumber ?? 0) + 1} is no JSON. Look for a comma, a quote or a bracket that is missing or too many, "
                + "for curly quotes that an editor made, or for a key that stands twice.");
        }
        catch (InvalidOperationException)
        {
            // What a text says is only looked at when it is asked for.
            mistakes.Add("A text in the file is no Unicode: save it as UTF-8.");
        }

        return (new CardSettings(), mistakes);
    }

    private static CardSettings Settings(CardObject card)
    {
        CardSettings settings = new()
        {
            Hostname = card.Text(
                "hostname", "takes 4 to 32 of a-z, 0-9 and '-', with no '-' at its ends",
                text => NodeName.IsValid(text) && text[0] != '-' && text[^1] != '-'),
            Wifi = card.Inner("wifi", "takes { \"ssid\": ..., \"password\": ..., \"country\": ... }") is { } wifi ? Wifi(wifi) : null,
            Ethernet = card.Inner("ethernet", "takes { \"address\": ..., \"gateway\": ..., \"dns\": [...] }") is { } ethernet ? Ethernet(ethernet) : null,
            Ssh = card.Texts(
                "ssh", KeysMax, $"takes a list of at most {KeysMax} public keys, each as it stands in a .pub file: [\"ssh-ed25519 AAAA... me@laptop\"]",
                text => PublicKey().IsMatch(text)),
            Instance = card.Text("instance", $"takes the address of an instance, such as http://192.168.1.2:{Limits.InstanceHttpPort}", IsAddress) is { } url
                ? new Uri(url)
                : null,
            Credentials = card.Inner("credentials", "takes what 'decent-instance nodes add NAME' printed, as it is: { ... }") is { } given
                ? Credentials(given)
                : null,
            Power = card.Text(
                "power", $"takes the name of a board: {string.Join(", ", PowerPreset.All.Select(one => one.Name))}",
                text => PowerPreset.Named(text) is not null),
            Flags = card.Texts("flags", FlagsMax, "takes a list of words without blanks, quotes, '$' or '\\': [\"--cache\", \"20000000000\"]", IsWord),
        };
        card.End();
        if (settings.Flags is not null && RunCommand.Mistake(CardFiles.Flags(settings, hasCredentials: true)) is { } mistake)
        {
            card.Refuse("flags", $"are not flags of 'decent-edge run' beside the keys of this file: {mistake.TrimEnd('.')}");
        }

        if (settings is { Hostname: { } name, Credentials: { } credentials } && credentials.Name != name)
        {
            card.Refuse("hostname", $"is \"{name}\" and the credentials are those of \"{credentials.Name}\": write the same name, or leave it out");
        }

        return settings;
    }

    private static CardWifi Wifi(CardObject wifi)
    {
        const string Ssid = "takes the network's name, 1 to 32 bytes";
        const string Country = "takes the two capitals of the country, such as AT";
        wifi.Require("ssid", Ssid);
        wifi.Require("country", Country);
        CardWifi read = new(
            wifi.Text("ssid", Ssid, text => Encoding.UTF8.GetByteCount(text) is >= 1 and <= SsidBytesMax && !text.Any(char.IsControl)) ?? "",
            wifi.Text("password", "takes 8 to 63 printable ASCII characters, or 64 hexadecimal digits; leave it out for an open network", IsPassword),
            wifi.Text("country", Country, text => text.Length == 2 && text.All(char.IsAsciiLetterUpper)) ?? "");
        wifi.End();
        return read;
    }

    private static CardEthernet Ethernet(CardObject ethernet)
    {
        const string Address = "takes an address with the length of its network, such as 192.168.1.5/24";
        const string Gateway = "takes the router's address, such as 192.168.1.1";
        const string Dns = "takes a list of one to four addresses, such as [\"192.168.1.1\"]";
        ethernet.Require("address", Address);
        ethernet.Require("gateway", Gateway);
        ethernet.Require("dns", Dns);
        string address = ethernet.Text("address", Address, IsPrefix) ?? "";
        string? gateway = ethernet.Text("gateway", Gateway, IsIp);
        IReadOnlyList<string> dns = ethernet.Texts("dns", 4, Dns, IsIp) ?? [];
        ethernet.End();
        return new(address, IPAddress.Parse(gateway ?? "0.0.0.0"), [.. dns.Select(IPAddress.Parse)]);
    }

    private static NodeCredentials Credentials(CardObject given)
    {
        const string Again = "Take it from 'decent-instance nodes add NAME' as it is";
        foreach (string key in (string[])["name", "mqttSecret", "nodeKey"])
        {
            given.Require(key, $"belongs to the credentials. {Again}");
        }

        NodeCredentials read = new()
        {
            Name = given.Text("name", $"is no node name. {Again}", NodeName.IsValid) ?? "",
            NodeId = given.Text("nodeId", $"takes 16 hexadecimal digits. {Again}", text => text.Length is 0 or 16 && text.All(char.IsAsciiHexDigit)) ?? "",
            MqttSecret = given.Text("mqttSecret", $"is no secret of an instance. {Again}", NodeKey.IsKey) ?? "",
            NodeKey = given.Text("nodeKey", $"is no key. {Again}", NodeKey.IsKey) ?? "",
            Broker = given.Text("broker", $"takes host:port. {Again}", IsLine) ?? "",
            Ca = given.Text("ca", $"takes a certificate in PEM. {Again}", IsCertificate) ?? "",
            Instance = given.Text("instance", $"takes the address of an instance. {Again}", text => text.Length == 0 || IsAddress(text)) ?? "",
            InstanceKey = given.Text("instanceKey", $"is no public key. {Again}", text => text.Length == 0 || Content.HeadKey.TryParse(text, out _)) ?? "",
        };
        given.End();
        return read;
    }

    private static bool IsAddress(string text) =>
        IsWord(text) && Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";

    private static bool IsIp(string text) => IPAddress.TryParse(text, out IPAddress? address) && address.ToString() == text;

    private static bool IsPrefix(string text) => text.Split('/') is [{ } address, { } bits] && IsIp(address)
        && int.TryParse(bits, out int length) && length >= 1 && length <= (address.Contains(':', StringComparison.Ordinal) ? 128 : 32);

    private static bool IsPassword(string text) =>
        text.Length is >= 8 and <= 63 ? text.All(one => one is >= ' ' and <= '~') : text.Length == 64 && text.All(char.IsAsciiHexDigit);

    private static bool IsCertificate(string text) => text.Length == 0 || text.StartsWith("-----BEGIN ", StringComparison.Ordinal);

    private static bool IsLine(string text) => !text.Any(char.IsControl);

    /// <summary>What systemd splits at blanks and nothing else.</summary>
    private static bool IsWord(string text) => text.Length > 0 && text.All(one => one is > ' ' and <= '~' and not ('"' or '\'' or '\\' or '$'));

    [GeneratedRegex(@"\A(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) "
        + @"[A-Za-z0-9+/]{32,2000}={0,2}(?: [^\p{C}]{0,200})?\z")]
    private static partial Regex PublicKey();
}
