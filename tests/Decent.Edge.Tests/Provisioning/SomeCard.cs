using System.Text.Json;
using Decent.Edge.Control;
using Decent.Hosting.Identity;

namespace Decent.Edge.Tests.Provisioning;

/// <summary>Settings that have every key.</summary>
internal static class SomeCard
{
    public const string SshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEdldCBvZmYgbXkgbGF3biwgc2FpZCB0aGUga2V5 me@laptop";

    public static readonly NodeCredentials Credentials = new()
    {
        Name = "attic-pi", NodeId = "00112233445566aa", MqttSecret = new string('A', 43), NodeKey = new string('A', 43),
        Broker = "192.168.1.2:8883", Ca = "-----BEGIN CERTIFICATE-----\n", Instance = "http://192.168.1.2:4970",
    };

    public static readonly string Full = $$"""
        {
          // The upper floor.
          "hostname": "attic-pi",
          "wifi": { "ssid": "IEEE", "password": "password", "country": "AT" },
          "ethernet": { "address": "192.168.1.5/24", "gateway": "192.168.1.1", "dns": ["192.168.1.1", "fd00::1"] },
          "ssh": ["{{SshKey}}"],
          "instance": "http://192.168.1.2:4970",
          "credentials": {{JsonSerializer.Serialize(Credentials, EdgeJson.Default.NodeCredentials)}},
          "power": "geekworm-x1200",
          "flags": ["--cache", "20000000000"],
        }
        """;
}
