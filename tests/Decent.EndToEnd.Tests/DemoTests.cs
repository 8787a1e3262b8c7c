using System.Diagnostics;
using System.Runtime.InteropServices;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

public sealed partial class DemoTests
{
    private static readonly string Demo =
        Path.Combine(Programs.Root, "tests", "Decent.Demo", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "decent-demo.dll");

    [Fact]
    public async Task The_demo_fetches_a_folder_every_way_and_ends_with_every_byte_right()
    {
        using Scratch scratch = new();
        Some.File(scratch["site/index.html"], 9_000, 1);
        Some.File(scratch["site/images/large.bin"], 3_500_000, 2);
        Some.File(scratch["site/empty"], 0, 3);
        (int exit, string output, string error) = await CommandLine.RunAsync(
            Demo, [scratch["site"], "--state", scratch["d"]], TestContext.Current.CancellationToken);
        Assert.True(exit == 0, output + error);
        Assert.Contains("Every byte was right", output);
        Assert.Contains("instance off, cache emptied", output);
        Assert.False(Directory.Exists(scratch["d"]));
    }

    [Fact]
    public async Task Ctrl_C_leaves_no_process_and_no_file()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        using Scratch scratch = new();
        Some.File(scratch["one.txt"], 5_000, 4);
        // It says so at the end of the whole story.
        await using Daemon demo = await Daemon.StartAsync(
            Demo, [scratch["one.txt"], "--state", scratch["d"], "--stay"], "Still running", TimeSpan.FromMinutes(5), ct);
        Assert.NotEmpty(Mentioning(scratch["d"]));
        Assert.Equal(0, Signal(demo.ProcessId, Interrupt));
        await Until.TrueAsync("the demo ends", () => Task.FromResult(demo.HasExited), ct);
        await Until.TrueAsync("its processes end", () => Task.FromResult(Mentioning(scratch["d"]).Count == 0), ct);
        Assert.False(Directory.Exists(scratch["d"]));
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_one_sentence()
    {
        (int exit, _, string error) = await CommandLine.RunAsync(Demo, ["/no/such/file"], TestContext.Current.CancellationToken);
        Assert.Equal(2, exit);
        Assert.Contains("no file or folder", error);
    }

    private const int Interrupt = 2;

    /// <summary>Processes whose command line has this folder in it, the demo itself left out.</summary>
    private static List<int> Mentioning(string folder)
    {
        List<int> found = [];
        foreach (Process process in Process.GetProcesses())
        {
            using (process)
            {
                string file = $"/proc/{process.Id}/cmdline";
                try
                {
                    string line = File.ReadAllText(file);
                    if (line.Contains(folder, StringComparison.Ordinal) && !line.Contains("decent-demo", StringComparison.Ordinal))
                    {
                        found.Add(process.Id);
                    }
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // It ended while it was looked at.
                }
            }
        }

        return found;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
