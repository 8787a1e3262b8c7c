using System.Diagnostics;
using System.Text;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Git whose <c>upload-pack</c> says that it began, says a few words, and then does nothing until it is let go.</summary>
internal sealed class HeldGit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
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
        var script = folder.WriteProgram("held-git", $"""
            #!/bin/sh
            case "$*" in
            *" upload-pack "*) printf '{words}'; echo $$ > '{folder.At("began")}'; exec cat '{folder.At("go")}' ;;
            *) exec git "$@" ;;
            esac

            """);
        return new HeldGit(folder, script);
    }

    /// <summary>Waits until a process began for this request; its id.</summary>
    /// <remarks>Opened for both, which waits for nobody: a plain open would last for ever if no process came.</remarks>
    public async Task<string> BeganAsync(Task<HttpResponseMessage> asked)
    {
        await using var pipe = new FileStream(_began, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        using var reader = new StreamReader(pipe);
        var began = Task.Run(reader.ReadLine);
        Task either = Task.WhenAny(began, asked);
        await either.WaitAsync(Patience, TimeProvider.System, Some.Ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Its first words may be an answer's beginning before it says here that it began.
        if (asked.IsCompletedSuccessfully && (await asked).IsSuccessStatusCode)
            await ((Task)began).WaitAsync(Patience, TimeProvider.System, Some.Ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!began.IsCompleted)
        {
            // The reader is let go with an empty line.
            await using var end = new FileStream(_began, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            end.WriteByte((byte)'\n');
        }
        var process = await began;
        Assert.False(string.IsNullOrEmpty(process), "The request ended before git began, or git does not begin.");
        return process;
    }

    /// <summary>Lets one process end, after these words.</summary>
    public Task LetGoAsync(string words) => Task.Run(async () =>
    {
        await using var pipe = new FileStream(_go, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        await pipe.WriteAsync(Encoding.ASCII.GetBytes(words), Some.Ct);
    });
}
