using System.Diagnostics;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Another implementation of the client, of protocol v0; skipped where it is not installed.</summary>
public sealed class DulwichTests
{
    [Fact]
    public async Task Dulwich_clones_a_branch()
    {
        // The distribution's package is for the distribution's own Python, which another one may hide.
        var python = "";
        foreach (var candidate in (string[])["/usr/bin/python3", "python3"])
            python = python == "" && (await PythonAsync(candidate, "import dulwich")).Exit == 0 ? candidate : python;
        Assert.SkipWhen(python == "", "python3-dulwich is not installed");
        await using var daemon = await TestDaemon.StartAsync();
        var bytes = Some.Bytes(100_000);
        await daemon.PublishAsync("home/a", bytes);
        await daemon.PublishAsync("home/b/c", Some.Bytes(10));
        var to = daemon.Folder.At("dulwich");
        var (exit, said) = await PythonAsync(python, $"from dulwich import porcelain; porcelain.clone('{daemon.Url()}', '{to}', branch=b'r/a')");
        Assert.True(exit == 0, said);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(to, "content", "a"), Some.Ct));
        Assert.Equal(["r/a", "r/b%2Fc"], await Clones.RemoteBranchesAsync(to));
    }

    private static async Task<(int Exit, string Said)> PythonAsync(string python, string script)
    {
        try
        {
            var start = new ProcessStartInfo(python, ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(Some.Ct);
            var error = await process.StandardError.ReadToEndAsync(Some.Ct);
            await process.WaitForExitAsync(Some.Ct);
            return (process.ExitCode, await output + error);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
