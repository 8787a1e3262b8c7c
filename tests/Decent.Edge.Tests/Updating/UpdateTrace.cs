using System.Diagnostics;
using Decent.World.Traced;

namespace Decent.Edge.Tests.Updating;

/// <summary>What <see cref="UpdateScript"/> did, recorded once for all tests of a class.</summary>
public sealed class UpdateTrace : IDisposable
{
    private readonly TempFolder _folder = new();
    private Task<string>? _trace;

    public string Card => _folder["card"];

    private string Marker => _folder["flashed"];

    public void Dispose() => _folder.Dispose();

    /// <summary>The disk as the trace tells it, once the card was flashed, and the lines that change it or sync it from then on.</summary>
    /// <param name="counts">Which syncs count from then on.</param>
    public async Task<UpdateDisk> ReadAsync(Func<string, bool> counts)
    {
        string trace = await (_trace ??= RecordAsync());
        bool isFlashed = false;
        Disk disk = new(Card) { Counts = path => !isFlashed || counts(path) };
        UpdateDisk read = new(disk);
        foreach (SystemCall call in SystemCall.Read(trace))
        {
            disk.Take(call);
            isFlashed |= call.Name is "write" or "pwrite64" && call.Path == Marker;
            if (isFlashed)
            {
                read.Take(call, Card);
            }
        }

        return read;
    }

    private async Task<string> RecordAsync()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "strace"))),
            "strace is not installed: ./test.sh installs it, or apt-get install strace.");
        Directory.CreateDirectory(Card);
        Directory.CreateDirectory(_folder["scratch"]);
        ProcessStartInfo start = new("strace",
        [
            .. SystemCall.Tracing, "-o", _folder["trace"], Environment.ProcessPath!, UpdateScript.Verb, Card, _folder["scratch"], Marker,
        ]) { RedirectStandardError = true };
        using Process strace = Process.Start(start)!;
        string errors = await strace.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await strace.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(strace.ExitCode == 0, errors);
        return _folder["trace"];
    }
}
