using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;

namespace Decent.Firmware.Tests.Flashing;

/// <summary>What is refused before a board is touched, and what is said to do.</summary>
public sealed class FlashRefusalTests : IDisposable
{
    private readonly FlashScript _script = new();

    public void Dispose() => _script.Dispose();

    [Theory]
    [InlineData("size", "this is no board configuration; write one with 'decent-instance nodes add")]
    [InlineData("magic", "this is no board configuration; write one with 'decent-instance nodes add")]
    [InlineData("crc", "this configuration is damaged; copy it again")]
    public async Task A_record_that_a_board_would_refuse_is_not_deployed(string broken, string sentence)
    {
        var bytes = Record(BoardKind.Esp32);
        if (broken == "size") bytes = bytes[..^1];
        if (broken == "magic") bytes[0] ^= 0xff;
        if (broken == "crc") bytes[^1] ^= 0xff;
        await File.WriteAllBytesAsync(_script.Config, bytes, TestContext.Current.CancellationToken);
        await RefusedAsync(1, sentence, "--port", _script.Port, "--config", _script.Config, "--app", _script.App);
    }

    [Fact]
    public async Task A_record_for_what_is_no_esp32_is_not_deployed()
    {
        File.WriteAllBytes(_script.Config, Record(BoardKind.Simulated));
        await RefusedAsync(1, "is for the board 'simulated', which is no ESP32", "--port", _script.Port, "--config", _script.Config);
    }

    [Fact]
    public async Task Without_a_record_an_application_a_port_or_nanoff_it_says_what_is_missing()
    {
        await RefusedAsync(1, "cannot be read", "--port", _script.Port, "--config", _script.Config);
        File.WriteAllBytes(_script.Config, Record(BoardKind.Esp32));
        await RefusedAsync(1, "there is no application", "--port", _script.Port, "--config", _script.Config, "--app", _script.App + ".not");
        await RefusedAsync(1, "plug the board in", "--port", _script.Port + "9", "--config", _script.Config, "--app", _script.App);
        await RefusedAsync(2, "give the board's serial port with --port", "--config", _script.Config, "--app", _script.App);
        File.Delete(_script.Nano);
        await RefusedAsync(1, "dotnet tool install -g nanoff", "--port", _script.Port, "--config", _script.Config, "--app", _script.App);
    }

    [Fact]
    public async Task Arguments_that_make_no_sense_are_refused_with_a_sentence()
    {
        await RefusedAsync(2, "nothing to do");
        await RefusedAsync(2, "there is no '--wify'", "--wify", "net");
        await RefusedAsync(2, "--wifi needs a value", "--wifi");
        await RefusedAsync(2, "--only-config goes with --config and --port alone", "--only-config", "--config", _script.Config, "--wifi", "net");
        await RefusedAsync(2, "--app, --target and --psram need --config", "--port", _script.Port, "--wifi", "net", "--psram");
        await RefusedAsync(2, "at most 32 bytes, this one 33", "--port", _script.Port, "--wifi", new string('ü', 16) + "x");
        await RefusedAsync(2, "cannot be asked for here", "--port", _script.Port, "--wifi", "net");
        var (exit, _, error) = await _script.RunAsync("seven77", "none", "--port", _script.Port, "--wifi", "net");
        Assert.Equal((2, true), (exit, error.Contains("8 to 64 bytes")));
        (exit, _, error) = await _script.RunAsync("line\nbreak", "none", "--port", _script.Port, "--wifi", "net");
        Assert.Equal((2, true), (exit, error.Contains("control characters")));
        Assert.Empty(_script.Told);
    }

    [Fact]
    public async Task Its_help_has_every_flag()
    {
        var (exit, said, _) = await _script.RunAsync(null, "none", "--help");
        Assert.Equal(0, exit);
        foreach (var flag in (string[])["--port", "--config", "--app", "--psram", "--target", "--wifi", "--only-config", "--dry-run"])
        {
            Assert.Contains(said, line => line.StartsWith($"  {flag} ", StringComparison.Ordinal));
        }
    }

    private async Task RefusedAsync(int exit, string sentence, params string[] arguments)
    {
        var refused = await _script.RunAsync(null, "none", arguments);
        Assert.Contains(sentence, refused.Error);
        Assert.Equal(exit, refused.Exit);
        Assert.Empty(_script.Told);
    }

    private static byte[] Record(byte board)
    {
        var record = Some.Record();
        record.Board = board;
        var bytes = new byte[BoardRecord.BytesMax];
        return bytes[..record.Write(bytes)];
    }
}
