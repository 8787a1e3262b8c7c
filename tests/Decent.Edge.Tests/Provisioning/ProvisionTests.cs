using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Decent.Edge.Cli;
using Decent.Edge.Control;
using Decent.Edge.Provisioning;
using Decent.Hosting.Cli;

namespace Decent.Edge.Tests.Provisioning;

[SupportedOSPlatform("linux")]
public sealed class ProvisionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Settings_come_to_the_places_where_the_system_reads_them()
    {
        Assert.Equal((CliExit.Ok, ""), await RunAsync(SomeCard.Full));
        Assert.Equal("attic-pi\n", Root("etc/hostname"));
        Assert.Contains("\n127.0.1.1 attic-pi\n", Root("etc/hosts"));
        Assert.Equal(
            """
            ctrl_interface=/run/wpa_supplicant
            country=AT
            network={
              ssid=49454545
              scan_ssid=1
              psk=f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e
            }

            """,
            Root("etc/wpa_supplicant/wpa_supplicant-wlan0.conf"));
        Assert.Equal(
            "[Match]\nName=en* eth*\n\n[Network]\nAddress=192.168.1.5/24\nGateway=192.168.1.1\nDNS=192.168.1.1\nDNS=fd00::1\n",
            Root("etc/systemd/network/10-decent.network"));
        Assert.Equal(SomeCard.SshKey + "\n", Root("etc/ssh/authorized_keys"));
        Assert.Equal(SomeCard.Credentials, JsonSerializer.Deserialize(Root("etc/decent/edge.json"), EdgeJson.Default.NodeCredentials));
        Assert.Equal(
            "DECENT_EDGE_OPTIONS=\"--credentials /etc/decent/edge.json --instance http://192.168.1.2:4970 --power geekworm-x1200 --cache 20000000000\"",
            Root("etc/default/decent-edge").Split('\n')[1]);
        foreach (string secret in (string[])["etc/decent/edge.json", "etc/wpa_supplicant/wpa_supplicant-wlan0.conf"])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder[$"root/{secret}"]));
        }

        string result = Result();
        Assert.StartsWith("The settings of config.json are in use.", result);
        Assert.Equal(Files(), result.Split('\n').Where(line => line.StartsWith("- /", StringComparison.Ordinal)).Select(line => line[3..]).Order());
        Assert.DoesNotContain("password", result + Root("etc/wpa_supplicant/wpa_supplicant-wlan0.conf"));
    }

    [Fact]
    public async Task A_second_run_writes_nothing_and_a_changed_key_writes_its_own_file_alone()
    {
        await RunAsync(SomeCard.Full);
        DateTime old = DateTime.UnixEpoch.AddDays(20_000);
        string[] files = [.. Files().Select(file => _folder[$"root/{file}"]), _folder["boot/decent/result.txt"]];
        Array.ForEach(files, file => File.SetLastWriteTimeUtc(file, old));
        await RunAsync(SomeCard.Full);
        Assert.All(files, file => Assert.Equal(old, File.GetLastWriteTimeUtc(file)));
        await RunAsync(SomeCard.Full.Replace("20000000000", "30000000000", StringComparison.Ordinal));
        Assert.Equal([_folder["root/etc/default/decent-edge"]], files.Where(file => File.GetLastWriteTimeUtc(file) != old));
    }

    [Fact]
    public async Task Mistakes_change_nothing_and_stand_beside_the_settings()
    {
        (int exit, string error) = await RunAsync("""{ "hostname": "attic-pi", "wify": {} }""");
        Assert.Equal(CliExit.Failed, exit);
        Assert.Contains("Did you mean wifi?", error);
        Assert.Empty(Files());
        Assert.StartsWith("Nothing was changed, because config.json has mistakes.", Result());
        Assert.Contains("\n- There is no key \"wify\". Did you mean wifi?\n", Result());
        Assert.Equal((CliExit.Ok, ""), await RunAsync("""{ "hostname": "attic-pi", }"""));
        Assert.Equal(["etc/hostname", "etc/hosts"], Files());
        Assert.DoesNotContain("mistakes", Result());
    }

    [Fact]
    public async Task Without_settings_nothing_happens_and_what_an_enrolment_wrote_stays_in_use()
    {
        Assert.Equal((CliExit.Ok, ""), await RunAsync(null));
        Assert.False(File.Exists(_folder["boot/decent/result.txt"]));
        _folder.Put("root/etc/decent/edge.json", "{}"u8.ToArray());
        await RunAsync("""{ "power": "pigeon" }""");
        Assert.Equal("{}", Root("etc/decent/edge.json"));
        Assert.Contains("\"--credentials /etc/decent/edge.json --power pigeon\"", Root("etc/default/decent-edge"));
    }

    [Fact]
    public async Task A_temporary_file_that_a_cut_left_is_no_obstacle_and_leaves_no_secret_open()
    {
        string left = _folder.Put("root/etc/decent/edge.json.tmp", "half"u8.ToArray());
        await RunAsync(SomeCard.Full);
        Assert.False(File.Exists(left));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["root/etc/decent/edge.json"]));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_one_sentence()
    {
        _folder.Put("root/etc", "a file in place of the folder"u8.ToArray());
        (int exit, string error) = await RunAsync(SomeCard.Full);
        Assert.Equal(CliExit.Failed, exit);
        Assert.Contains("They are tried again at the next start.", Assert.Single(error.TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public void The_example_on_the_card_is_good_and_the_readme_names_every_key()
    {
        string images = Path.Combine(Repository(AppContext.BaseDirectory), "images", "sd");
        string example = File.ReadAllText(Path.Combine(images, "config.example.json"));
        Assert.Empty(CardReader.Read(Encoding.UTF8.GetBytes(example)).Mistakes);
        string readme = File.ReadAllText(Path.Combine(images, "README.md"));
        foreach (string key in typeof(CardSettings).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)))
        {
            Assert.Contains($"\"{key}\":", example);
            Assert.Contains($"| `{key}` |", readme);
        }
    }

    private async Task<(int Exit, string Error)> RunAsync(string? settings)
    {
        Directory.CreateDirectory(_folder["boot"]);
        if (settings is not null)
        {
            _folder.Put("boot/decent/config.json", Encoding.UTF8.GetBytes(settings));
        }

        StringWriter error = new();
        int exit = await EdgeCli.RunAsync(
            ["provision", "--boot", _folder["boot"], "--root", _folder["root"]], TextWriter.Null, error, TestContext.Current.CancellationToken);
        return (exit, error.ToString());
    }

    private string Root(string file) => File.ReadAllText(_folder[$"root/{file}"]);

    private string Result() => File.ReadAllText(_folder["boot/decent/result.txt"]);

    private IEnumerable<string> Files() => Directory.Exists(_folder["root"])
        ? Directory.EnumerateFiles(_folder["root"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder["root"], file)).Order()
        : [];

    private static string Repository(string folder) => File.Exists(Path.Combine(folder, "Decent.Iot.sln"))
        ? folder
        : Repository(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests do not stand in the repository."));
}
