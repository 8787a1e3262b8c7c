using System.Text;
using Decent.Edge.Provisioning;
using Decent.Hosting.Identity;

namespace Decent.Edge.Tests.Provisioning;

public sealed class CardReaderTests
{
    [Fact]
    public void Every_key_is_read()
    {
        (CardSettings card, IReadOnlyList<string> mistakes) = Read(SomeCard.Full);
        Assert.Empty(mistakes);
        Assert.Equal("attic-pi", card.Hostname);
        Assert.Equal(new CardWifi("IEEE", "password", "AT"), card.Wifi);
        Assert.Equal(("192.168.1.5/24", "192.168.1.1"), (card.Ethernet!.Address, card.Ethernet.Gateway.ToString()));
        Assert.Equal(["192.168.1.1", "fd00::1"], card.Ethernet.Dns.Select(one => one.ToString()));
        Assert.Equal([SomeCard.SshKey], card.Ssh);
        Assert.Equal("http://192.168.1.2:4970", card.Instance!.OriginalString);
        Assert.Equal(SomeCard.Credentials, card.Credentials);
        Assert.Equal("geekworm-x1200", card.Power);
        Assert.Equal(["--cache", "20000000000"], card.Flags);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\uFEFF// said an editor\r\n{\r\n /* nothing */ }\r\n")]
    public void Comments_marks_and_other_line_ends_do_no_harm(string text) => Assert.Equal(new CardSettings(), Assert.Single(Good(text)));

    [Theory]
    [InlineData("""{ "hostnam": "attic-pi" }""", "There is no key \"hostnam\". Did you mean hostname?")]
    [InlineData("""{ "wifi": { "ssid": "a", "country": "AT", "pasword": "12345678" } }""", "There is no key \"wifi.pasword\". Did you mean password?")]
    [InlineData("""{ "Power": "pigeon" }""", "There is no key \"Power\". Did you mean power?")]
    [InlineData("""{ "x": 1 }""", "There is no key \"x\".")]
    [InlineData("""{ "hostname": "Attic" }""", "hostname takes 4 to 32 of a-z")]
    [InlineData("""{ "hostname": "-attic" }""", "hostname takes 4 to 32 of a-z")]
    [InlineData("""{ "hostname": null }""", "hostname takes 4 to 32 of a-z")]
    [InlineData("""{ "wifi": "our network" }""", "wifi takes { \"ssid\"")]
    [InlineData("""{ "wifi": { "country": "AT" } }""", "wifi.ssid is missing: it takes the network's name")]
    [InlineData("""{ "wifi": { "ssid": "a" } }""", "wifi.country is missing: it takes the two capitals")]
    [InlineData("""{ "wifi": { "ssid": "a", "country": "Austria" } }""", "wifi.country takes the two capitals")]
    [InlineData("""{ "wifi": { "ssid": "a\nb", "country": "AT" } }""", "wifi.ssid takes the network's name")]
    [InlineData("""{ "wifi": { "ssid": "ééééééééééééééééé", "country": "AT" } }""", "wifi.ssid takes the network's name")]
    [InlineData("""{ "wifi": { "ssid": "a", "country": "AT", "password": "1234567" } }""", "wifi.password takes 8 to 63")]
    [InlineData("""{ "ethernet": { "address": "192.168.1.5", "gateway": "192.168.1.1", "dns": ["192.168.1.1"] } }""", "ethernet.address takes an address")]
    [InlineData("""{ "ethernet": { "address": "192.168.1.5/33", "gateway": "192.168.1.1", "dns": ["192.168.1.1"] } }""", "ethernet.address takes an address")]
    [InlineData("""{ "ethernet": { "address": "192.168.1.5/24", "gateway": "1", "dns": ["192.168.1.1"] } }""", "ethernet.gateway takes the router's")]
    [InlineData("""{ "ethernet": { "address": "192.168.1.5/24", "gateway": "192.168.1.1", "dns": [1] } }""", "ethernet.dns takes a list")]
    [InlineData("""{ "ssh": ["mine"] }""", "ssh takes a list")]
    [InlineData("""{ "ssh": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGhvc3Q a\nssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGhvc3Q"] }""", "ssh takes a list")]
    [InlineData("""{ "instance": "server" }""", "instance takes the address of an instance")]
    [InlineData("""{ "instance": "http://server\" --x \"" }""", "instance takes the address of an instance")]
    [InlineData("""{ "power": "x1200" }""", "power takes the name of a board: geekworm-x1200")]
    [InlineData("""{ "flags": ["--cache 5"] }""", "flags takes a list of words")]
    [InlineData("""{ "flags": ["--cash", "5"] }""", "flags are not flags of 'decent-edge run'")]
    [InlineData("""{ "flags": ["--cache", "much"] }""", "flags are not flags of 'decent-edge run'")]
    [InlineData("""{ "flags": ["--policy", "best"] }""", "There is no policy \"best\"")]
    [InlineData("""{ "flags": ["--power-grace", "long"] }""", "\"long\" is no grace")]
    [InlineData("""{ "power": "pigeon", "flags": ["--power", "pigeon"] }""", "flags are not flags of 'decent-edge run' beside the keys")]
    [InlineData("""{ "flags": ["--state", "/elsewhere"] }""", "flags are not flags of 'decent-edge run'")]
    [InlineData("""{ "credentials": {} }""", "credentials.nodeKey is missing")]
    [InlineData("""{ "credentials": { "name": "hall-pi", "mqttSecret": "x", "nodeKey": "y" } }""", "credentials.mqttSecret is no secret")]
    [InlineData("""["hostname"]""", "The settings stand between { and }.")]
    [InlineData("{\n \"hostname\": \"attic-pi\"\n \"power\": \"pigeon\" }", "Line 3 is no JSON.")]
    [InlineData("""{ "power": "pigeon", "power": "pigeon" }""", "a key that stands twice")]
    [InlineData("""{ "power": "\ud800" }""", "no Unicode")]
    public void What_is_wrong_is_said(string text, string sentence) => Assert.Contains(Read(text).Mistakes, mistake => mistake.Contains(sentence));

    [Fact]
    public void All_mistakes_are_said_at_once_and_the_hostname_is_that_of_the_credentials()
    {
        Assert.Equal(3, Read("""{ "hostname": "A", "power": "B", "c": 1 }""").Mistakes.Count);
        string other = SomeCard.Full.Replace("\"hostname\": \"attic-pi\"", "\"hostname\": \"hall-pi\"", StringComparison.Ordinal);
        Assert.Contains("the credentials are those of \"attic-pi\"", Assert.Single(Read(other).Mistakes));
    }

    [Fact]
    public void The_key_of_a_network_is_the_one_that_the_standard_gives()
    {
        // IEEE 802.11, annex J.4: test vector 1.
        Assert.Equal("f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e", new CardWifi("IEEE", "password", "AT").Key());
        Assert.Equal(new string('a', 64), new CardWifi("IEEE", new string('A', 64), "AT").Key());
        Assert.Null(new CardWifi("IEEE", null, "AT").Key());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_bytes_make_it_throw_and_a_key_that_is_taken_is_one(int seed)
    {
        byte[] good = Encoding.UTF8.GetBytes(SomeCard.Full);
        byte[] noise = Some.Noise(6000, seed);
        for (int i = 0; i < noise.Length; i += 3)
        {
            byte[] bad = [.. good];
            bad[((noise[i] << 8) | noise[i + 1]) % bad.Length] = noise[i + 2];
            (CardSettings card, IReadOnlyList<string> mistakes) = CardReader.Read(bad);
            // A changed letter may well be a good value: of a key, what is taken is a key.
            Assert.True(mistakes.Count > 0 || NodeKey.IsKey(card.Credentials?.NodeKey ?? SomeCard.Credentials.NodeKey));
            Assert.All(mistakes, mistake => Assert.DoesNotContain(mistake, char.IsControl));
            _ = CardReader.Read(good.AsMemory(0, bad.Length - (i % bad.Length)));
        }

        Assert.Contains("these are no settings", Assert.Single(CardReader.Read(new byte[CardReader.BytesMax + 1]).Mistakes));
    }

    private static (CardSettings Settings, IReadOnlyList<string> Mistakes) Read(string text) => CardReader.Read(Encoding.UTF8.GetBytes(text));

    private static CardSettings[] Good(string text)
    {
        (CardSettings settings, IReadOnlyList<string> mistakes) = Read(text);
        Assert.Empty(mistakes);
        return [settings];
    }
}
