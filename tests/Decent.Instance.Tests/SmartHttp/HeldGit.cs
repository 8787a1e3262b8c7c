using System.Diagnostics;
using System.Text;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Git whose <c>upload-pack</c> says that it began, says a few words, and then does nothing until it is let go.</summary>
internal sealed class HeldGit
{
    private readonly string _began;
    private readonly string _go;

    private HeldGit(TempFolder folder, string script) =>
        (_began, _go, Options) = (folder.At("began"), folder.At("go"), new GitOptions { Executable = script });

    public GitOptions Options { get; }

    /// <param name="folder">Where script and pipes lie.</param>
    /// <param name="words">What it says first, for a shell's printf.</param>
    public static async Task<HeldGit> CreateAsync(TempFolder folder, string words = "")
    {
        using (var make = Process.Start("mkfifo", [folder.At("began"), folder.At("go")]))
            await make.WaitForExitAsync(Some.Ct);
        var script = folder.Write("held-git", Encoding.UTF8.GetBytes($"""
            #!/bin/sh
            case "$*" in
            *" upload-pack "*) printf '{words}'; echo $$ > '{folder.At("began")}'; exec cat '{folder.At("go")}' ;;
            *) exec git "$@" ;;
            esac

            """));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new HeldGit(folder, script);
    }

    /// <summary>Waits until a process began; its id.</summary>
    public Task<string> BeganAsync() => Task.Run(async () =>
    {
        await using var pipe = new FileStream(_began, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(pipe);
        return (await reader.ReadToEndAsync(Some.Ct)).Trim();
    });

    /// <summary>Lets one process end, after these words.</summary>
    public Task LetGoAsync(string words) => Task.Run(async () =>
    {
        await using var pipe = new FileStream(_go, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        await pipe.WriteAsync(Encoding.ASCII.GetBytes(words), Some.Ct);
    });

    /// <summary>Waits until the kernel has taken a process away; nobody tells of one that is not ours.</summary>
    public static async Task<bool> EndsAsync(string process)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        for (var i = 0; i < 1500; i++, await timer.WaitForNextTickAsync(Some.Ct))
        {
            if (!Directory.Exists($"/proc/{process}") || File.ReadAllText($"/proc/{process}/stat").Split(' ')[2] == "Z")
                return true;
        }
        return false;
    }
}
