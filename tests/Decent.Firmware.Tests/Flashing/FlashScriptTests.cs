using System.Text.Json;
using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;

namespace Decent.Firmware.Tests.Flashing;

public sealed class FlashScriptTests : IDisposable
{
    private const string NoPassword = "";
    private const string NoFailure = "none";
    private readonly FlashScript _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task A_dry_run_says_each_command_and_does_none()
    {
        Write(BoardKind.Esp32Flash8);
        var (exit, said, error) = await _script.RunAsync(
            "pass word", NoFailure, "--port", _script.Port, "--config", _script.Config, "--app", _script.App, "--psram", "--wifi", "My net", "--dry-run");
        Assert.Equal((0, ""), (exit, error));
        var port = Quoted(_script.Port);
        var source = JsonSerializer.Serialize(_script.Config, _plain);
        string[] expected =
        [
            "board-a: board esp32-8mb",
            $"nanoff --update --target ESP32_PSRAM_REV3 --serialport {port}",
            $"nanoff --nanodevice --deploy --serialport {port} --image {Quoted(_script.App)}",
            """{ "WirelessClient": { "Ssid": "My net", "Password": "********", "Authentication": "WPA2", "Encryption": "WPA2_PSK2", """
                + """ "ConfigurationOption": "AutoConnect" } }""".TrimStart(),
            $"nanoff --networkdeployment FILES/wifi.json --serialport {port}",
            $$"""{ "files": [ { "DestinationFilePath": "I:\\decent\\config\\a", "SourceFilePath": {{source}} },""",
            $$"""             { "DestinationFilePath": "I:\\decent\\config\\b", "SourceFilePath": {{source}} } ] }""",
            $"nanoff --filedeployment FILES/files.json --serialport {port}",
            "Nothing was done.",
        ];
        Assert.Equal(expected, said);
        Assert.Empty(_script.Told);
    }

    [Fact]
    public async Task A_board_gets_framework_application_wifi_and_configuration_in_this_order()
    {
        Write(BoardKind.Esp32);
        var (exit, _, error) = await _script.RunAsync(
            "password", NoFailure, "--port", _script.Port, "--config", _script.Config, "--app", _script.App, "--wifi", "net");
        Assert.Equal((0, ""), (exit, error));
        var told = _script.Told;
        string[] port = ["[--serialport]", $"[{_script.Port}]"];
        Assert.Equal(["[--update]", "[--target]", "[ESP32_REV3]", .. port], told[..5]);
        Assert.Equal(["[--nanodevice]", "[--deploy]", .. port, "[--image]", $"[{_script.App}]"], told[5..11]);
        Assert.Equal("[--networkdeployment]", told[11]);
        // Only the owner may read what has secrets in it, and it is gone at the end.
        var wifi = Array.IndexOf(told, "600");
        Assert.False(File.Exists(told[12].Trim('[', ']')));
        Assert.Equal(port, told[13..wifi]);
        var list = Array.IndexOf(told, "[--filedeployment]");
        Assert.Equal([.. port, "600"], told[(list + 2)..(list + 5)]);
        using var files = JsonDocument.Parse(string.Concat(told[(list + 5)..]));
        Assert.Equal(
            [(@"I:\decent\config\a", _script.Config), (@"I:\decent\config\b", _script.Config)],
            files.RootElement.GetProperty("files").EnumerateArray()
                .Select(f => (f.GetProperty("DestinationFilePath").GetString()!, f.GetProperty("SourceFilePath").GetString()!)));
    }

    [Theory]
    [InlineData("My net", "pass word 1")]
    [InlineData("Ann's \"net\"", "it's \"quoted\"")]
    [InlineData("$HOME `id` $(id)", "$PATH\\n;rm -rf *")]
    [InlineData("back\\slash\\", "\\\"\\\"\\\"\\\"\\")]
    [InlineData("Küche ☕", "schlüssel")]
    [InlineData("-n", "--help --")]
    [InlineData("%s%d", "{ %s } !! & |")]
    [InlineData("open", NoPassword)]
    public async Task A_network_and_its_password_arrive_as_they_were_given(string ssid, string password)
    {
        var (exit, said, error) = await _script.RunAsync(password, NoFailure, "--port", _script.Port, "--wifi", ssid);
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotContain(said, line => password.Length > 0 && line.Contains(password));
        var told = _script.Told;
        Assert.DoesNotContain($"[{password}]", told[..4]);
        using var wifi = JsonDocument.Parse(string.Concat(told[5..]));
        var client = wifi.RootElement.GetProperty("WirelessClient");
        Assert.Equal((ssid, password), (client.GetProperty("Ssid").GetString(), client.GetProperty("Password").GetString()));
        Assert.Equal(password.Length == 0 ? "Open" : "WPA2", client.GetProperty("Authentication").GetString());
    }

    [Theory]
    [InlineData(BoardKind.Esp32Flash16, "ESP32_REV3")]
    [InlineData(BoardKind.Esp32S3, "ESP32_S3")]
    public async Task The_configuration_says_which_target_it_is(byte board, string target)
    {
        Write(board);
        var (exit, said, _) = await _script.RunAsync(
            null, NoFailure, "--port", _script.Port, "--config", _script.Config, "--app", _script.App, "--dry-run");
        Assert.Equal(0, exit);
        Assert.StartsWith($"nanoff --update --target {target} --serialport ", said[1]);
    }

    [Fact]
    public async Task A_board_that_runs_gets_its_configuration_alone()
    {
        Write(BoardKind.Esp32S3);
        var (exit, said, _) = await _script.RunAsync(null, NoFailure, "--port", _script.Port, "--config", _script.Config, "--only-config");
        Assert.Equal((0, "board-a: board esp32-s3, configuration alone"), (exit, said[0]));
        Assert.Equal("[--filedeployment]", _script.Told[0]);
    }

    [Fact]
    public async Task The_first_step_that_fails_is_the_last()
    {
        Write(BoardKind.Esp32);
        var (exit, _, error) = await _script.RunAsync(
            "password", "--nanodevice", "--port", _script.Port, "--config", _script.Config, "--app", _script.App, "--wifi", "net");
        Assert.Equal(1, exit);
        Assert.Contains("no device\nflash.sh: '2 the application' failed", error);
        Assert.DoesNotContain("[--networkdeployment]", _script.Told);
    }

    private static readonly JsonSerializerOptions _plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Quoted(string path) => path.Replace(" ", "\\ ", StringComparison.Ordinal);

    private void Write(byte board)
    {
        var record = Some.Record();
        record.Board = board;
        var bytes = new byte[BoardRecord.BytesMax];
        File.WriteAllBytes(_script.Config, bytes[..record.Write(bytes)]);
    }
}
