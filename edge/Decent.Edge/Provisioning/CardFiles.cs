using System.Text;
using System.Text.Json;
using Decent.Edge.Control;

namespace Decent.Edge.Provisioning;

/// <summary>The files that a card's settings become, by their places below the root.</summary>
internal static class CardFiles
{
    /// <summary>The credentials' place, as the service is told of it.</summary>
    public const string Credentials = "etc/decent/edge.json";

    /// <summary>The flags of <c>decent-edge run</c> that settings become.</summary>
    public static IReadOnlyList<string> Flags(CardSettings settings, bool hasCredentials) =>
    [
        .. settings.Credentials is not null || hasCredentials ? (string[])["--credentials", $"/{Credentials}"] : [],
        .. settings.Instance is { } instance ? (string[])["--instance", instance.OriginalString] : [],
        .. settings.Power is { } power ? (string[])["--power", power] : [],
        .. settings.Flags ?? [],
    ];

    /// <summary>The files.</summary>
    /// <param name="settings">Without mistakes.</param>
    /// <param name="hasCredentials">Whether credentials are there already, from an enrolment or an earlier start.</param>
    public static IEnumerable<CardFile> Of(CardSettings settings, bool hasCredentials)
    {
        if ((settings.Hostname ?? settings.Credentials?.Name) is { } name)
        {
            yield return Text("etc/hostname", $"{name}\n");
            yield return Text("etc/hosts", $"127.0.0.1 localhost\n127.0.1.1 {name}\n::1 localhost ip6-localhost\n");
        }

        if (settings.Wifi is { } wifi)
        {
            yield return new("etc/wpa_supplicant/wpa_supplicant-wlan0.conf", Encoding.ASCII.GetBytes(Wifi(wifi)), IsSecret: true);
        }

        if (settings.Ethernet is { } cable)
        {
            string dns = string.Concat(cable.Dns.Select(one => $"DNS={one}\n"));
            yield return Text(
                "etc/systemd/network/10-decent.network", $"[Match]\nName=en* eth*\n\n[Network]\nAddress={cable.Address}\nGateway={cable.Gateway}\n{dns}");
        }

        if (settings.Ssh is { } keys)
        {
            yield return Text("etc/ssh/authorized_keys", string.Concat(keys.Select(key => key + "\n")));
        }

        if (settings.Credentials is { } credentials)
        {
            yield return new(Credentials, JsonSerializer.SerializeToUtf8Bytes(credentials, EdgeJson.Default.NodeCredentials), IsSecret: true);
        }

        if (Flags(settings, hasCredentials) is { Count: > 0 } flags)
        {
            yield return Text("etc/default/decent-edge", $"# From decent/config.json on the boot partition, anew at each start.\n"
                + $"DECENT_EDGE_OPTIONS=\"{string.Join(' ', flags)}\"\n");
        }
    }

    // Name and key as hexadecimal digits: neither needs quotes that it may hold itself.
    private static string Wifi(CardWifi wifi) => $"ctrl_interface=/run/wpa_supplicant\ncountry={wifi.Country}\nnetwork={{\n"
        + $"  ssid={Convert.ToHexStringLower(Encoding.UTF8.GetBytes(wifi.Ssid))}\n  scan_ssid=1\n"
        + (wifi.Key() is { } key ? $"  psk={key}\n}}\n" : "  key_mgmt=NONE\n}\n");

    private static CardFile Text(string path, string text) => new(path, Encoding.UTF8.GetBytes(text), IsSecret: false);
}
