using System.Net;
using System.Security.Cryptography.X509Certificates;
using Decent.Instance.Broker;
using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Instance.Tests.Broker;

public sealed class BrokerAuthorityTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SettableTime _time = new();
    private readonly BrokerNames _names = BrokerNames.Here(IPAddress.Parse("192.168.1.2"), ["broker.example"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_authority_is_made_once_and_fits_a_boards_answer()
    {
        byte[] made;
        using (var first = Open())
            made = first.Trust.Der;
        using var again = Open();
        Assert.Equal(made, again.Trust.Der);
        Assert.InRange(made.Length, 300, Limits.CaBytesMax);
        using var longest = BrokerAuthority.Open(_folder.At("longest"), new string('i', Limits.NodeNameCharsMax), _time);
        Assert.InRange(longest.Trust.Der.Length, made.Length, Limits.CaBytesMax);
        Assert.Equal(_time.Now.AddYears(10), again.Ends);
        Assert.Equal(again.Trust.Pem, File.ReadAllText(_folder.At("tls/ca.pem")));
    }

    [Fact]
    public void Keys_are_for_the_owner_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var authority = Open();
        authority.Renew(_names);
        foreach (var file in (string[])["tls/authority.pem", "tls/server.pem"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At(file)));
    }

    [Fact]
    public void A_certificate_is_renewed_when_a_third_of_its_life_is_over_and_not_before()
    {
        using var authority = Open();
        Assert.True(authority.Renew(_names));
        var first = File.ReadAllText(authority.ServerFile);
        // 397 days in all, the first of them before now.
        _time.Now += TimeSpan.FromDays(131);
        Assert.False(authority.Renew(_names));
        Assert.Equal(first, File.ReadAllText(authority.ServerFile));
        _time.Now += TimeSpan.FromDays(1.4);
        Assert.True(authority.Renew(_names));
        Assert.NotEqual(first, File.ReadAllText(authority.ServerFile));
        Assert.False(authority.Renew(_names));
    }

    [Fact]
    public void A_certificate_is_renewed_when_its_names_change()
    {
        using var authority = Open();
        authority.Renew(_names);
        Assert.False(authority.Renew(BrokerNames.Here(IPAddress.Parse("192.168.1.2"), ["broker.example", ""])));
        Assert.True(authority.Renew(BrokerNames.Here(IPAddress.Parse("192.168.1.3"), ["broker.example"])));
        Assert.True(authority.Renew(_names));
    }

    [Fact]
    public void A_certificate_is_for_every_name_and_from_this_authority()
    {
        using var authority = Open();
        authority.Renew(_names);
        using var server = X509Certificate2.CreateFromPemFile(authority.ServerFile);
        foreach (var name in (string[])["192.168.1.2", "broker.example", "localhost", Environment.MachineName.ToLowerInvariant()])
            Assert.True(server.MatchesHostname(name), name);
        Assert.False(server.MatchesHostname("192.168.1.3"));
        Assert.True(server.NotAfter <= authority.Ends);
        Assert.Contains("192.168.1.2", server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
    }

    [Fact]
    public void What_another_authority_left_or_a_disk_damaged_is_made_anew()
    {
        using (var first = Open())
            first.Renew(_names);
        File.Delete(_folder.At("tls/authority.pem"));
        using var other = Open();
        Assert.True(other.Renew(_names));
        File.WriteAllText(other.ServerFile, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Assert.True(other.Renew(_names));
    }

    [Fact]
    public void A_damaged_authority_ends_the_start_with_what_to_do()
    {
        Open().Dispose();
        File.WriteAllText(_folder.At("tls/authority.pem"), "nothing");
        Assert.Contains("nodes rotate", Assert.Throws<MqttSetupException>(Open).Message);
    }

    private BrokerAuthority Open() => BrokerAuthority.Open(_folder.At("tls"), "test-instance", _time);
}
