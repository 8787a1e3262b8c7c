using System.Diagnostics;

namespace Decent.Firmware.Tests.Flashing;

/// <summary><c>images/esp32/flash.sh</c> with a nanoff that writes down what it is told, and a port that is a file.</summary>
internal sealed class FlashScript : IDisposable
{
    // One argument a line in brackets, and the list or the Wi-Fi that it was given, which is gone afterwards.
    private const string Nanoff = """
        #!/bin/sh
        for word in "$@"; do printf '[%s]\n' "$word" >> "$NOTES"; done
        case "$1" in --networkdeployment | --filedeployment) stat -c %a "$2" >> "$NOTES"; cat "$2" >> "$NOTES" ;; esac
        case "$1" in "$FAILS") echo "no device" >&2; exit 3 ;; esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("decent flash-").FullName;

    public FlashScript()
    {
        Write();
        foreach (var empty in (string[])[Port, App, Notes]) File.WriteAllText(empty, "");
    }

    public string Port => Path.Combine(_folder, "ttyUSB0");

    public string App => Path.Combine(_folder, "app.bin");

    public string Config => Path.Combine(_folder, "hall $(board)'s.config");

    public string Nano => Path.Combine(_folder, "nanoff");

    /// <summary>What nanoff was told; empty while it was not called.</summary>
    public string[] Told => File.ReadAllLines(Notes);

    private string Notes => Path.Combine(_folder, "notes");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs it to its end. <paramref name="password"/> null: none is in the environment, and there is nobody to ask.</summary>
    public async Task<(int Exit, string[] Out, string Error)> RunAsync(string? password, string fails, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment["NANOFF"] = Nano;
        start.Environment["DECENT_BOARD"] = Path.Combine(AppContext.BaseDirectory, "decent-board");
        start.Environment["NOTES"] = Notes;
        start.Environment["FAILS"] = fails;
        start.Environment.Remove("DECENT_WIFI_PASSWORD");
        if (password is not null) start.Environment["DECENT_WIFI_PASSWORD"] = password;
        var ct = TestContext.Current.CancellationToken;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, texts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries), texts[1]);
    }

    // By another process: one that a test beside this one starts meanwhile would have the file open for writing too, and it could not be run.
    private void Write()
    {
        var start = new ProcessStartInfo("install", ["-m", "755", "/dev/stdin", Nano]) { RedirectStandardInput = true };
        using var install = Process.Start(start)!;
        install.StandardInput.Write(Nanoff + "\n");
        install.StandardInput.Close();
        install.WaitForExit();
        Assert.Equal(0, install.ExitCode);
    }

    private static string Script => Path.Combine(Root(AppContext.BaseDirectory), "images", "esp32", "flash.sh");

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Decent.Iot.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests do not stand in the repository."));
}
